import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { fillStore } from '../../../bench/filled-store.ts'
import { makeFolder, openTinyWorkbench } from '../tiny-workbench.ts'

const EPOCHS = 3500

/** A workbench with one run of many epochs. */
async function openLongRun() {
  const storePath = path.join(makeFolder(), 'runs.sqlite')
  fillStore(storePath, 1, EPOCHS)
  const { workbench } = openTinyWorkbench({ storePath })
  const [run] = await workbench.api.runs.list()
  return { workbench, runId: run!.id }
}

/** How often others had their turn until the work was done. */
async function countTurns<T>(work: Promise<T>): Promise<{ turns: number; result: T }> {
  let turns = 0
  const state = { isDone: false }
  const settled = work.finally(() => (state.isDone = true))
  while (!state.isDone) {
    await setImmediate()
    turns++
  }
  return { turns, result: await settled }
}

describe('a run of many epochs', () => {
  it('gives all its measures as CSV, in turns', async () => {
    const { workbench, runId } = await openLongRun()
    const { turns, result } = await countTurns(workbench.documents.writeMeasures([runId]))
    const [header, ...rows] = result.text
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','))
    const column = header!.indexOf('epoch')
    expect(rows.map((row) => Number(row[column]))).toEqual(Array.from({ length: EPOCHS }, (_, k) => k))
    expect(turns).toBeGreaterThanOrEqual(4)
  })

  it('is reported in turns', async () => {
    const { workbench, runId } = await openLongRun()
    const { turns, result } = await countTurns(workbench.documents.writeReport([runId]))
    expect(result.text).toContain('<svg')
    expect(turns).toBeGreaterThanOrEqual(4)
  })
})
