import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { makeFolder, nextEvent, openTinyWorkbench, refusal, tinyRecipe } from '../tiny-workbench.ts'

const SORTED = fileURLToPath(new URL('../../../fixtures/sorted-by-class', import.meta.url))
const SIZES = { trainSize: 200, validationSize: 40, testSize: 80, isStratified: false }

describe('examining the parts of a data set', () => {
  it('counts classes and finds those that a sorted file keeps from a part, before any training', async () => {
    const { workbench } = openTinyWorkbench()
    const examine = (changes: Partial<typeof SIZES> = {}) =>
      workbench.api.data.examine({ dataSet: SORTED, ...SIZES, ...changes })
    const { counts, findings, cures, sha256 } = await examine()
    expect(counts.validation).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 16, 24])
    expect(findings.map(({ code }) => code)).toEqual(['missing-classes', 'rare-classes', 'missing-classes'])
    expect(cures).toEqual(['stratify'])
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    expect((await examine({ isStratified: true })).findings).toEqual([])
    expect((await refusal(examine({ testSize: 81 }))).message).toBe(
      'Test images: expected at most 80, got 81',
    )
  })

  it('reads a folder again once its files have changed', async () => {
    const { workbench } = openTinyWorkbench()
    const folder = path.join(makeFolder(), 'own')
    cpSync(SORTED, folder, { recursive: true })
    const examine = () => workbench.api.data.examine({ dataSet: folder, ...SIZES, isStratified: true })
    const before = await examine()
    const labels = path.join(folder, 't10k-labels-idx1-ubyte')
    const bytes = readFileSync(labels)
    writeFileSync(labels, bytes.fill(3, 8))
    const after = await examine()
    expect(after.sha256).not.toBe(before.sha256)
    expect(after.findings).toEqual([
      { code: 'missing-classes', part: 'test', labels: [0, 1, 2, 4, 5, 6, 7, 8, 9] },
    ])
  })

  it('is announced of each run that begins, before its first epoch', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const order: string[] = []
    workbench.subscribe({
      dataExamined: ({ examination }) => order.push(`examined ${examination.counts.train.join()}`),
      epochFinished: ({ metrics }) => order.push(`epoch ${metrics.epoch}`),
    })
    const ended = nextEvent(workbench, 'runChanged', (run) => run.status === 'completed')
    await workbench.api.runs.start({ recipe: tinyRecipe(dataSet, { epochs: 1 }) })
    await ended
    expect(order).toEqual([`examined ${new Array(10).fill(20).join()}`, 'epoch 0'])
  })
})
