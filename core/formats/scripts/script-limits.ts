import type { Recipe } from '../../recipe/recipe.ts'
import type { FormatLimit } from '../weight-format.ts'

/** A sentence on something that a script leaves out of a training. */
const leftOut = (code: string, what: string): FormatLimit => ({
  code,
  message: `The script trains without ${what}, which this recipe has.`,
  isBlocking: false,
})

/** What short scripts leave out of every training: it would hide what they are to show. */
export function findLeftOut({
  data,
  startsFrom,
  schedule,
  warmupEpochs,
  l1,
  stopping,
}: Recipe): FormatLimit[] {
  const limits = [
    [data.augmentation !== null, leftOut('augmentation', 'varying the images')],
    [data.noise != null, leftOut('noise', 'wrong labels and noise on pixels')],
    [startsFrom !== undefined, leftOut('starting-weights', 'the weights to start from')],
    [schedule.name !== 'constant', leftOut('schedule', 'a schedule of the learning rate')],
    [warmupEpochs > 0, leftOut('warm-up', 'a warm-up')],
    [l1.lambda > 0, leftOut('l1', 'the L1 penalty')],
    [stopping.patience !== null, leftOut('patience', 'ending early')],
  ] as const
  return limits.filter(([isThere]) => isThere).map(([, limit]) => limit)
}

/** A limit that nothing can be written beyond. */
export const blocked = (code: string, message: string): FormatLimit => ({ code, message, isBlocking: true })
