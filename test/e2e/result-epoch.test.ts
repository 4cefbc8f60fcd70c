import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRecipe } from '#core/recipe/recipe.ts'
import { resolvePaths } from '#backend/paths.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { RunDetail } from '#contract/types.ts'
import { runInProcess } from '../electron/cli/command-line.ts'
import { startWorkbench } from './support.ts'
import { makeTrainedHome, openHome, type TrainedHome } from './trained-home.ts'

/** Four epochs without a better validation accuracy end it, so that its best epoch is not its last. */
const fixture = join(import.meta.dirname, '../fixtures/early-stopping.json')

let trained: TrainedHome
let run: RunDetail
/** The weights of the result, as they lie in a file. */
let expected: string
let store: string

const weightsOf = async ({ documents }: Workbench, epoch?: number): Promise<string> =>
  Buffer.from((await documents.writeWeights({ runId: run.id, epoch, format: 'network2' })).bytes).toString()

beforeAll(async () => {
  trained = await makeTrainedHome({ early: parseRecipe(JSON.parse(await readFile(fixture, 'utf8'))) })
  run = trained.runs[0]!
  store = resolvePaths({ home: trained.home }).storePath
  const workbench = openHome(trained.home)
  expected = await weightsOf(workbench, run.best!.epoch)
  await workbench.close()
})
afterAll(() => trained.remove())

describe('the result of a run that stopped early is its epoch with the best validation accuracy', () => {
  it('for the call of the window', async () => {
    const { validationAccuracy } = run.best!
    expect(run.best!.epoch).toBe(run.last!.epoch - 4)
    expect(run.epochs.every((epoch) => epoch.validationAccuracy! <= validationAccuracy!)).toBe(true)
    const workbench = openHome(trained.home)
    try {
      expect(await weightsOf(workbench)).toBe(expected)
      expect(await weightsOf(workbench, run.last!.epoch)).not.toBe(expected)
      const { analysis, runs } = workbench.api
      const { epoch } = run.best!
      expect((await analysis.inspect({ runId: run.id, part: 'test' })).epoch).toBe(epoch)
      expect((await analysis.diagnose({ runId: run.id })).epoch).toBe(epoch)
      expect((await analysis.checkGradient({ runId: run.id })).epoch).toBe(epoch)
      expect((await analysis.evaluate({ runId: run.id })).correct).toBe(run.best!.testCorrect)
      expect((await analysis.compare({ a: run.id, b: run.id })).epochs).toEqual({ a: epoch, b: epoch })
      const image = new Uint8Array(run.recipe.inputSize)
      expect(await analysis.predict({ runId: run.id, image })).toEqual(
        await analysis.predict({ runId: run.id, epoch, image }),
      )
      const { id, parent } = await runs.start({
        recipe: { ...run.recipe, epochs: 1 },
        from: { runId: run.id },
      })
      expect(parent?.epoch).toBe(epoch)
      await runs.stop({ runId: id })
      await runs.delete({ runIds: [id] })
    } finally {
      await workbench.close()
    }
  })

  it('for the command line, which says so', async () => {
    const here = ['--store', store]
    const { epoch } = run.best!
    const file = join(trained.home, 'early.json')
    const exported = await runInProcess('export', run.id, '--out', file, ...here)
    expect(exported.stdout).toBe(
      [
        `Wrote ${file} (epoch ${epoch}, best validation accuracy)`,
        'Read again, it answers 100 test images with the same numbers',
        '',
      ].join('\n'),
    )
    expect(await readFile(file, 'utf8')).toBe(expected)
    for (const command of ['export', 'evaluate', 'predict']) {
      const { stdout } = await runInProcess(command, '--help')
      expect(stdout.replace(/\s+/g, ' ')).toContain(
        'default: the one with the best validation accuracy, or the lowest validation loss where patience waits for that; without validation images, the last',
      )
    }
    const last = await runInProcess('export', run.id, '--epoch', 'last', '--out', '-', ...here)
    expect(last.stdout).not.toBe(expected)
  })

  it('for the window, which names it before it exports, continues or inspects', async () => {
    const window = await startWorkbench({ home: trained.home })
    const { page } = window
    try {
      await page.getByRole('link', { name: 'Inspect' }).click()
      await page.getByText(`epoch ${run.best!.epoch}, best validation accuracy`).waitFor()
      await page.getByRole('link', { name: 'Train' }).click()
      const file = await window.saveFile(async () => {
        await page.getByRole('button', { name: 'Export…' }).click()
        await page.getByRole('dialog').getByText(`Epoch ${run.best!.epoch}`).first().waitFor()
        await page
          .getByRole('dialog')
          .getByRole('button', { name: /^(Export|Save)/ })
          .click()
      })
      expect(Buffer.from(file.bytes).toString()).toBe(expected)
      expect(window.problems).toEqual([])
    } finally {
      await window.close()
    }
  })
})
