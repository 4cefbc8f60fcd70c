import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '#backend/store/open-database.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { drawReportCharts } from '#shared/chart/draw-report-charts.ts'
import { fillStore } from '../../../bench/filled-store.ts'
import { readRun } from '../read-run.ts'
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

  it('is reported in turns, with the charts that would be drawn at once', async () => {
    const { workbench, runId } = await openLongRun()
    const { turns, result } = await countTurns(workbench.documents.writeReport([runId]))
    expect(turns).toBeGreaterThanOrEqual(4)
    const { epochs, recipe, name } = await readRun(workbench, runId)
    const [, colour = ''] = /style="stroke:(var\(--[^)]*\))"/.exec(result.text) ?? []
    const { trainSize } = recipe.data
    const drawn = drawReportCharts([{ id: runId, name, colour, dash: [], epochs, trainSize, group: null }])
    expect(drawn).toHaveLength(2)
    for (const svg of drawn) expect(result.text).toContain(svg)
  })

  it('is one of a sweep whose runs are diagnosed in turns', async () => {
    const storePath = path.join(makeFolder(), 'runs.sqlite')
    const [runs, epochs] = [8, 1200]
    fillStore(storePath, runs, epochs)
    addSweep(storePath, runs)
    const { workbench } = openTinyWorkbench({ storePath })
    const { turns, result } = await countTurns(workbench.api.sweeps.diagnose({ sweepId: 'filled' }))
    // Half of them are far behind the best, and each of these and the best is read in two parts.
    expect(turns).toBeGreaterThanOrEqual(2 * (1 + runs / 2))
    expect(result.some((found) => found.runs.every((index) => index % 2 === 1))).toBe(true)
  })
})

/** Makes one sweep of the runs of `fillStore`, of which every second is far behind the others. */
function addSweep(storePath: string, runs: number): void {
  const database = openDatabase(storePath)
  const settings = {
    variations: [{ path: 'seed', values: { kind: 'linear', from: 0, to: runs - 1, count: runs } }],
    search: { kind: 'grid' },
    halving: null,
    workers: null,
  }
  database
    .prepare(
      `INSERT INTO sweep (id, name, status, recipe, settings, run_count, started, created_at)
       VALUES ('filled', 'filled', 'completed', ?, ?, ?, ?, '2026-01-01T00:00:00.000Z')`,
    )
    .run(JSON.stringify(LECTURE_RECIPE), JSON.stringify(settings), runs, runs)
  database.exec(
    `UPDATE run SET sweep_id = 'filled', sweep_name = 'filled', sweep_index = CAST(substr(id, 4) AS INTEGER);
     UPDATE epoch SET validation_accuracy = validation_accuracy - 0.3, train_accuracy = train_accuracy - 0.3
       WHERE run_id IN (SELECT id FROM run WHERE sweep_index % 2 = 1)`,
  )
  database.close()
}
