import type { ownDigitCalls } from '#contract/calls/own-digits.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import type { FineTuningPlan } from '#contract/types.ts'
import type { OwnDigits } from './own-digits.ts'

/** Carries out the calls on own digits. */
export function ownDigitHandlers(
  digits: OwnDigits,
  planFineTuning: (runId: string) => Promise<FineTuningPlan>,
): HandlersOf<typeof ownDigitCalls> {
  return {
    list: () => digits.list(),
    getImages: ({ ids }) => digits.getImages(ids),
    keep: ({ drawing }) => digits.keep(drawing),
    edit: ({ ids, changes }) => digits.edit(ids, changes),
    delete: ({ ids }) => digits.delete(ids),
    restore: ({ ids }) => digits.restore(ids),
    planFineTuning: ({ runId }) => planFineTuning(runId),
  }
}
