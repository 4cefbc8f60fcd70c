import type { RunSummary } from '#contract/types.ts'
import { isNoBetterThanGuessing } from '#core/evaluation/guessing.ts'
import { choosingMeasure } from '#core/runs/best-epoch.ts'
import { defaultEpoch } from '#core/runs/default-epoch.ts'
import { describeRunReason } from '#shared/words/reason-words.ts'
import { describeBestBy } from '#shared/words/epoch-words.ts'
import { formatDuration } from '../runs/run-format.ts'
import { firstSentence } from './first-sentence.ts'
import { formatAccuracy, rankingAccuracy, rankingPart } from '#shared/measures.ts'

/** What always answering one class of a run's images reaches. */
export interface Guess {
  /** 0 to 1. */
  readonly accuracy: number
  /** As `always answering '1' is right on 11.35 % of the test images`. */
  readonly words: string
}

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
  return `At its ${describeBestBy(run)}, ${where}, it read ${formatAccuracy(accuracy)} of the ${part} images right${test}.`
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

/** An epoch that reads no better than always answering one class, with what that reaches. */
interface Guessing extends Guess {
  readonly epoch: number
  /** Of the epoch, 0 to 1. */
  readonly reached: number
}

/** Whether the epoch that stands for a run reads no better than a guess; null where it does, or nothing was measured. */
function guessingOf(run: RunSummary, guess: Guess | null): Guessing | null {
  const epoch = defaultEpoch(run)?.choice === 'last' ? run.last : run.best
  const reached = rankingAccuracy(epoch)
  if (epoch === null || reached === null || run.status === 'imported') return null
  const part = rankingPart(epoch)
  const { trainSize, validationSize, testSize } = run.recipe.data
  const count = { training: trainSize, validation: validationSize, test: epoch.testTotal ?? testSize }[part]
  const units = run.recipe.layers.at(-1)!.units
  const { accuracy, words } = guess ?? {
    accuracy: 1 / units,
    words: `a guess among ${units} classes is right on ${formatAccuracy(1 / units)}`,
  }
  if (count < 1 || !isNoBetterThanGuessing(reached, count, accuracy)) return null
  return { epoch: epoch.epoch, reached, accuracy, words }
}

/** The same in a sentence. */
function guessWords(run: RunSummary, guess: Guess | null): string | null {
  const guessing = guessingOf(run, guess)
  if (guessing === null) return null
  const { epoch, reached, words } = guessing
  return `Its result, ${formatAccuracy(reached)} in epoch ${epoch}, is no better than a guess: ${words}.`
}

/**
 * What `outcomeOf` says beside its title, in few words, for where the charts need the room; what it leaves out stands on
 * the charts or beside them.
 */
export function briefTextOf(run: RunSummary, guess: Guess | null = null): string {
  const reason = run.reason === null ? null : firstSentence(sentence(describeRunReason(run.reason)))
  switch (run.status) {
    case 'completed':
    case 'stopped': {
      const guessing = guessingOf(run, guess)
      if (guessing !== null) {
        const { epoch, reached, accuracy } = guessing
        return `Its result, ${formatAccuracy(reached)} in epoch ${epoch}, is no better than a guess (${formatAccuracy(accuracy)}).`
      }
      return reason ?? briefBestWords(run) ?? keptWords(run)
    }
    case 'diverged':
      return join(reason, keptWords(run))
    case 'failed':
    case 'imported':
    case 'interrupted':
    case 'paused':
    case 'queued':
    case 'training':
      return outcomeOf(run, guess)?.text ?? ''
  }
}

/** `Best in epoch 27: validation 96.00 %, test 96.28 %.` */
function briefBestWords({ best, recipe }: RunSummary): string | null {
  const accuracy = rankingAccuracy(best)
  if (best === null || accuracy === null) return null
  const part = rankingPart(best)
  const isByLoss = choosingMeasure(recipe, best).measure === 'loss'
  const test =
    part !== 'test' && best.testCorrect !== null && best.testTotal !== null
      ? `, test ${formatAccuracy(best.testCorrect / best.testTotal)}`
      : ''
  const where = best.epoch < 0 ? 'as imported' : `in epoch ${best.epoch}`
  return `${isByLoss ? `Lowest ${part} loss` : 'Best'} ${where}: ${part} ${formatAccuracy(accuracy)}${test}.`
}

const keptWords = ({ epochsDone, recipe }: RunSummary): string =>
  epochsDone > 0 ? `${epochs(epochsDone)} of ${recipe.epochs} kept.` : 'No epoch was finished.'

/**
 * How a run ended, for the Train place; null while it is queued, trains or is paused.
 * @param baseline of its images; null where that is not known (yet): then a guess is one among equally frequent classes
 */
export function outcomeOf(run: RunSummary, baseline: Guess | null = null): Outcome | null {
  const kept = keptWords(run)
  const best = bestWords(run)
  const reason = run.reason === null ? null : sentence(describeRunReason(run.reason))
  const guess = guessWords(run, baseline)
  switch (run.status) {
    case 'queued':
    case 'training':
    case 'paused':
      return null
    case 'completed':
      return {
        tone: guess === null ? 'good' : 'bad',
        title:
          run.epochsDone < run.recipe.epochs
            ? `Ended by its stopping rule after ${run.epochsDone} of ${epochs(run.recipe.epochs)}, in ${formatDuration(run.durationMs)}`
            : `Finished ${epochs(run.epochsDone)} in ${formatDuration(run.durationMs)}`,
        text: join(reason, guess ?? best),
      }
    case 'stopped':
      return {
        tone: guess === null ? 'neutral' : 'bad',
        title: `Stopped after ${run.epochsDone} of ${epochs(run.recipe.epochs)}`,
        text: join(reason, guess ?? best ?? kept),
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
