import { epochLine } from '#shared/words/epoch-line.ts'
import { describeRunReason } from '#shared/words/reason-words.ts'
import type { DataExamination } from '#core/data/examine-parts.ts'
import { isActive } from '#core/runs/run-status.ts'
import type { EpochSummary } from '#core/runs/epoch-metrics.ts'
import type { Workbench } from '#backend/workbench.ts'
import { readEpochs } from '#contract/fetch-epochs.ts'
import type { RunSummary, TrainingProgress } from '#contract/types.ts'
import { catchSignals } from './catch-signals.ts'
import { EXIT, JobError } from './errors.ts'
import { hintCommand } from './hint-command.ts'
import type { Output } from './output.ts'

/**
 * Starts a training, prints its epochs as they come, and waits for its end. Ctrl-C stops it and keeps what is
 * finished; a second Ctrl-C ends the program at once.
 * @param onExamined called with how the parts of a new run are made up, before its first epoch
 * @returns the exit status
 * @throws JobError for a training that diverged or failed
 */
export async function followRun(
  workbench: Workbench,
  output: Output,
  start: () => Promise<string>,
  onExamined?: (examination: DataExamination) => void,
): Promise<number> {
  const ended = Promise.withResolvers<undefined>()
  const heard: (() => void)[] = []
  let runId: string | undefined
  /** Events of the start come before its answer; they wait for the id. */
  const hear = (id: string, act: () => void): void => {
    if (runId === undefined) heard.push(() => hear(id, act))
    else if (id === runId) act()
  }
  workbench.subscribe({
    dataExamined: (event) => hear(event.runId, () => onExamined?.(event.examination)),
    epochFinished: (event) => hear(event.runId, () => printEpoch(output, event.metrics)),
    trainingProgressed: (progress) => hear(progress.runId, () => output.progress(describeProgress(progress))),
    runChanged: (run) =>
      hear(run.id, () => {
        if (!isActive(run)) ended.resolve(undefined)
      }),
  })
  const signals = catchSignals(output.terminal, () => {
    if (runId === undefined) output.terminal.exit(EXIT.interrupted)
    // Rejects only where the run has ended by itself in this moment.
    workbench.api.runs.stop({ runId }).catch(() => ended.resolve(undefined))
  })
  try {
    runId = await start()
    for (const act of heard) act()
    await ended.promise
    const run = await workbench.api.runs.get({ runId })
    const bestTestCorrect = await findBestTestCorrect(workbench, runId)
    const howToResume = await hintCommand(workbench, 'resume', runId)
    return printEnd(output, { run, bestTestCorrect, howToResume }, signals.status)
  } finally {
    signals.release()
  }
}

/** A line of an epoch holds what the lecture asks for; the layers' state is for the window. */
function printEpoch(output: Output, metrics: EpochSummary): void {
  const { epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy } = metrics
  const { testLoss, testCorrect, testTotal, durationMs } = metrics
  const event = {
    ...{ event: 'epoch' as const, epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy },
    ...{ testLoss, testCorrect, testTotal, durationMs },
  }
  output.result(event, epochLine(metrics))
}

/** The most test images that were right after any epoch; null where no epoch was tested. */
async function findBestTestCorrect(workbench: Workbench, runId: string): Promise<number | null> {
  let best: number | null = null
  for await (const epochs of readEpochs(workbench.api, runId)) {
    for (const { testCorrect } of epochs) {
      if (testCorrect !== null && (best === null || testCorrect > best)) best = testCorrect
    }
  }
  return best
}

interface EndedRun {
  readonly run: RunSummary
  readonly bestTestCorrect: number | null
  /** The command that goes on with the run. */
  readonly howToResume: string
}

function printEnd(
  output: Output,
  { run, bestTestCorrect, howToResume }: EndedRun,
  signalStatus: number | null,
): number {
  const { id: runId, weightsSha256, status, reason } = run
  const best = run.best === null ? '' : `; best: ${epochLine(run.best).toLowerCase()}`
  switch (status) {
    case 'completed':
      output.result({ event: 'done', runId, bestTestCorrect, weightsSha256 }, undefined)
      output.note(`Run '${run.name}' (${runId}) is completed${best}`)
      return EXIT.done
    case 'diverged':
    case 'failed':
      output.result({ event: 'failed', runId, status, reason }, undefined)
      throw new JobError(
        `run '${run.name}' (${runId}): ${reason === null ? status : describeRunReason(reason)}`,
      )
    case 'imported':
    case 'interrupted':
    case 'paused':
    case 'queued':
    case 'stopped':
    case 'training':
      output.result(
        { event: 'stopped', runId, epochsDone: run.epochsDone, bestTestCorrect, weightsSha256 },
        undefined,
      )
      output.note(
        `Run '${run.name}' (${runId}) is stopped after ${run.epochsDone} epochs; to go on with it: ${howToResume}`,
      )
      return signalStatus ?? EXIT.failed
  }
}

function describeProgress(progress: TrainingProgress): string {
  const { phase, epoch, batch, batches, examplesPerSecond, remainingMs } = progress
  if (phase === 'loading') return batches > 0 ? `Loading data: ${batch} / ${batches}` : 'Loading data'
  const speed = examplesPerSecond === null ? '' : `, ${Math.round(examplesPerSecond)} images/s`
  const left = remainingMs === null ? '' : `, ${Math.ceil(remainingMs / 1000)} s left`
  const place = phase === 'evaluating' ? 'evaluating' : `mini-batch ${batch} / ${batches}`
  return `Epoch ${epoch}: ${place}${speed}${left}`
}
