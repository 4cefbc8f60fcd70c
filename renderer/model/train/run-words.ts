import { describeRunReason } from '#shared/words/reason-words.ts'
import type { RunSummary } from '#contract/types.ts'
import { formatDuration } from '../runs/run-format.ts'
import { formatAccuracy, rankingAccuracy, rankingPart } from '#shared/measures.ts'

/** The best epoch in a sentence; epochs count from 0, as in the log. Null where nothing was measured. */
function bestWords(run: RunSummary): string | null {
  const { best } = run
  const accuracy = rankingAccuracy(best)
  if (best === null || accuracy === null) return null
  const where = best.epoch < 0 ? 'as imported' : `in epoch ${best.epoch}`
  const part = rankingPart(best)
  const test =
    part !== 'test' && best.testCorrect !== null && best.testTotal !== null
      ? `, and ${formatAccuracy(best.testCorrect / best.testTotal)} of the test images`
      : ''
  return `At its best, ${where}, it read ${formatAccuracy(accuracy)} of the ${part} images right${test}.`
}

/** How a run ended and what may be done about it, in words. */
export interface Outcome {
  readonly tone: 'good' | 'neutral' | 'bad'
  readonly title: string
  readonly text: string
}

const epochs = (count: number): string => (count === 1 ? '1 epoch' : `${count} epochs`)

const sentence = (words: string): string => (words.endsWith('.') ? words : `${words}.`)
const join = (...sentences: readonly (string | null)[]): string =>
  sentences.filter((words) => words !== null).join(' ')

/** How a run ended, for the Train place; null while it is queued, trains or is paused. */
export function outcomeOf(run: RunSummary): Outcome | null {
  const kept =
    run.epochsDone > 0 ? `${epochs(run.epochsDone)} of ${run.recipe.epochs} kept.` : 'No epoch was finished.'
  const best = bestWords(run)
  const reason = run.reason === null ? null : sentence(describeRunReason(run.reason))
  switch (run.status) {
    case 'queued':
    case 'training':
    case 'paused':
      return null
    case 'completed':
      return {
        tone: 'good',
        title:
          run.epochsDone < run.recipe.epochs
            ? `Ended by its stopping rule after ${run.epochsDone} of ${epochs(run.recipe.epochs)}, in ${formatDuration(run.durationMs)}`
            : `Finished ${epochs(run.epochsDone)} in ${formatDuration(run.durationMs)}`,
        text: join(reason, best),
      }
    case 'stopped':
      return {
        tone: 'neutral',
        title: `Stopped after ${run.epochsDone} of ${epochs(run.recipe.epochs)}`,
        text: join(reason, best ?? kept),
      }
    case 'interrupted':
      return {
        tone: 'neutral',
        title: run.reason?.code === 'waits-at-rung' ? 'Waits for its sweep' : 'Interrupted before its end',
        text: join(reason, kept, 'It can go on from there, to the same result as without the interruption.'),
      }
    case 'diverged':
      return {
        tone: 'bad',
        title: 'Stopped, because the numbers left their range',
        text: join(reason ?? 'The loss or the weights grew without bound.', kept),
      }
    case 'failed':
      return { tone: 'bad', title: 'An error ended it', text: join(reason, kept) }
    case 'imported':
      return {
        tone: 'neutral',
        title: 'Imported weights',
        text: 'They can be tried on drawn digits, exported, and trained on.',
      }
  }
}
