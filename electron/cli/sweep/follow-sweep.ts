import { judgeSweep } from '#core/experiments/sweep/sweep-verdict.ts'
import { describeRunReason, describeSweepReason } from '#shared/words/reason-words.ts'
import { describeSweepVerdict, type VerdictNames } from '#shared/words/sweep-verdict-words.ts'
import { rankingAccuracy, testAccuracy } from '#core/runs/measured-part.ts'
import { hasEnded } from '#core/runs/run-status.ts'
import { isSweepActive } from '#core/runs/sweep-status.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { RunSummary, SweepDetail, SweepRun, SweepSummary } from '#contract/types.ts'
import { catchSignals } from '../common/catch-signals.ts'
import { EXIT, JobError } from '../common/errors.ts'
import { about, alignColumns, percent } from '../common/format.ts'
import { hintCommand } from '../common/hint-command.ts'
import type { Output } from '../common/output.ts'
import type { SweepRunStanding } from '../json-lines/sweep-lines.ts'

/** Rows of the table of results, at most. */
const SHOWN_RESULTS = 50

/**
 * Starts or resumes a sweep, prints its runs as they end, and waits for its end, which is a table with the best run
 * first. Ctrl-C interrupts it; a second Ctrl-C ends the program at once.
 * @param start answers the sweep's id
 * @returns the exit status
 * @throws JobError for a sweep that could not go on
 */
export async function followSweep(
  workbench: Workbench,
  output: Output,
  start: () => Promise<string>,
): Promise<number> {
  const rested = Promise.withResolvers<undefined>()
  const printed = new Set<string>()
  let sweepId: string | undefined
  workbench.subscribe({
    sweepChanged: (sweep) => {
      if (sweep.id !== sweepId) return
      output.progress(describeProgress(sweep))
      if (!isSweepActive(sweep)) rested.resolve(undefined)
    },
    runChanged: (run) => {
      if (run.sweep === null || run.sweep.id !== sweepId || !hasEnded(run) || printed.has(run.id)) return
      printed.add(run.id)
      output.result({ event: 'ended', index: run.sweep.index, ...standingOf(run) }, describeEnd(run))
    },
  })
  const signals = catchSignals(output.terminal, () => rested.resolve(undefined))
  try {
    sweepId = await start()
    const { name, runCount, counts } = await workbench.api.sweeps.get({ sweepId })
    const ended = counts.completed + counts.stopped + counts.failed
    const so = ended > 0 ? `, ${ended} of them ended already` : ''
    output.result({ event: 'started', sweepId, name, runCount, ended }, `${name} (${sweepId})${so}`)
    const { status } = await workbench.api.sweeps.get({ sweepId })
    if (status === 'running') await rested.promise
    return await printEnd(workbench, output, sweepId, signals.status)
  } finally {
    signals.release()
  }
}

/**
 * Prints what came of a sweep. @param signalStatus the exit status of a signal that ended it; null without one
 * @throws JobError for a sweep that did not come to its end by itself
 */
export async function printEnd(
  workbench: Workbench,
  output: Output,
  sweepId: string,
  signalStatus: number | null,
): Promise<number> {
  const sweep = await workbench.api.sweeps.get({ sweepId })
  await printResults(workbench, output, sweep)
  if (sweep.status === 'completed') return EXIT.done
  const { name, counts, runCount, reason } = sweep
  const ended = counts.completed + counts.stopped + counts.failed
  output.result({ event: 'interrupted', sweepId, name, ended, runCount, reason }, undefined)
  const how = `to go on with it: ${await hintCommand(workbench, 'sweep', '--resume', sweepId)}`
  if (signalStatus === null) {
    throw new JobError(
      `${name} (${sweepId}): ${reason === null ? `it is ${sweep.status}` : describeSweepReason(reason)}; ${how}`,
    )
  }
  output.note(`${name} (${sweepId}) is interrupted after ${ended} of ${runCount} runs; ${how}`)
  return signalStatus
}

/** Fields are called as in `--vary`. */
const VERDICT_NAMES: Omit<VerdictNames, 'dataTitleOf'> = {
  titleOf: (path) => path,
  formatValue: (_path, value) => (value === null ? 'off' : String(value)),
}

/** All runs that have been measured, the best first, and what they say. */
export async function printResults(workbench: Workbench, output: Output, sweep: SweepDetail): Promise<void> {
  const byId = new Map((await workbench.api.runs.list()).map((run) => [run.id, run]))
  const results = sweep.runs.flatMap((planned) => {
    const run = planned.runId === null ? undefined : byId.get(planned.runId)
    return run === undefined ? [] : [{ planned, run }]
  })
  const judgement = judgeSweep(
    sweep.runs.map(({ index, changes, runId }) => ({
      ...{ index, changes },
      run: runId === null ? null : (byId.get(runId) ?? null),
    })),
  )
  const causes = await workbench.api.sweeps.diagnose({ sweepId: sweep.id })
  // Accuracies on different images are no ranking: such runs stay in the order of the plan.
  const { isRanked } = judgement
  if (isRanked) {
    results.sort((a, b) => (rankingAccuracy(b.run.best) ?? -1) - (rankingAccuracy(a.run.best) ?? -1))
  }
  if (output.isJson) {
    for (const [k, { planned, run }] of results.entries()) {
      const { index, changes } = planned
      output.result(
        { event: 'result', place: isRanked ? k + 1 : null, index, changes, ...standingOf(run) },
        undefined,
      )
    }
    output.result({ event: 'verdict', ...judgement, causes }, undefined)
    return
  }
  if (results.length === 0) return
  const paths = sweep.varied
  const head = ['RUN', ...paths, 'BEST', 'TEST THEN', 'LAST', 'EPOCHS', 'STATUS', 'ID']
  const rows = results.slice(0, SHOWN_RESULTS).map(({ planned, run }) => rowOf(planned, run, paths))
  output.lines(`\n${alignColumns([head, ...rows]).join('\n')}`)
  const more = results.length - SHOWN_RESULTS
  const { images } = judgement
  const title = images === null ? '' : (await workbench.describeDataSet(images.dataSet)).title
  const verdict = describeSweepVerdict(judgement, { ...VERDICT_NAMES, dataTitleOf: () => title }, causes)
  output.lines(`\n${verdict.join('\n')}`)
  if (more > 0)
    output.note(
      `and ${more} more; all with: ${await hintCommand(workbench, 'runs', '--filter', `sweep:"${sweep.name}"`)}`,
    )
}

function rowOf({ index, changes }: SweepRun, run: RunSummary, paths: readonly string[]): string[] {
  const shown = changes.filter(({ path }) => paths.includes(path))
  return [
    `#${index + 1}`,
    ...shown.map(({ value }) => (value === null ? 'off' : String(value))),
    ...[rankingAccuracy(run.best), testAccuracy(run.best), rankingAccuracy(run.last)].map((share) =>
      percent(share),
    ),
    // What still trains is cut off in a moment.
    ...[`${run.epochsDone}/${run.recipe.epochs}`, hasEnded(run) ? run.status : 'interrupted', run.id],
  ]
}

function standingOf(run: RunSummary): SweepRunStanding {
  const { id: runId, name, status, reason, epochsDone, weightsSha256 } = run
  return {
    ...{ runId, name, status, reason, epochsDone, weightsSha256 },
    ...{ bestAccuracy: rankingAccuracy(run.best), bestEpoch: run.best?.epoch ?? null },
    bestTestAccuracy: testAccuracy(run.best),
    lastAccuracy: rankingAccuracy(run.last),
  }
}

function describeEnd({ name, status, reason, best }: RunSummary): string {
  const reached = best === null ? 'not measured' : `${percent(rankingAccuracy(best))} (epoch ${best.epoch})`
  const why = reason === null ? status : describeRunReason(reason)
  return `${name}: ${reached}, ${why.charAt(0).toLowerCase()}${why.slice(1)}`
}

function describeProgress({ runCount, counts, remainingMs, best }: SweepSummary): string {
  const ended = counts.completed + counts.stopped + counts.failed
  const left = remainingMs === null ? '' : `, ${about(remainingMs)} left`
  const reached = best === null ? '' : `, best ${percent(best.accuracy)}`
  return `${ended} of ${runCount} runs done, ${counts.training} train${left}${reached}`
}
