import { z } from 'zod'
import { boundedInteger, boundedNumber, positiveNumber } from './bounds.ts'

const factor = boundedNumber('Factor', 1e-6, 1)

/** How the learning rate changes from epoch to epoch, starting from the optimizer's. */
export const scheduleSchema = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('constant') }),
  /** Times `factor` after every so many epochs. */
  z.strictObject({ name: z.literal('step'), every: boundedInteger('Step every', 1, 100_000), factor }),
  /** Times `factor` after each epoch. */
  z.strictObject({ name: z.literal('exponential'), factor }),
  /** Half a cosine down to `minimum` in the last epoch (Loshchilov and Hutter 2016). */
  z.strictObject({ name: z.literal('cosine'), minimum: boundedNumber('Smallest rate', 0, 1e6) }),
  /** Divided by 1 + decay × epoch. */
  z.strictObject({ name: z.literal('inverse-time'), decay: positiveNumber('Decay', 1e6) }),
  /** Times `factor` whenever the validation loss (training loss without one) has not improved for `patience` epochs. */
  z.strictObject({ name: z.literal('plateau'), factor, patience: boundedInteger('Patience', 1, 100_000) }),
])

export type Schedule = z.infer<typeof scheduleSchema>
export type ScheduleName = Schedule['name']

/** Settings a schedule starts with when a person chooses it. */
export const SCHEDULE_DEFAULTS: { readonly [Name in ScheduleName]: Extract<Schedule, { name: Name }> } = {
  constant: { name: 'constant' },
  step: { name: 'step', every: 10, factor: 0.5 },
  exponential: { name: 'exponential', factor: 0.95 },
  cosine: { name: 'cosine', minimum: 0 },
  'inverse-time': { name: 'inverse-time', decay: 0.1 },
  plateau: { name: 'plateau', factor: 0.5, patience: 3 },
}
export const SCHEDULE_NAMES = Object.keys(SCHEDULE_DEFAULTS) as ScheduleName[]
