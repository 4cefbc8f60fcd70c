import { z } from 'zod'
import { boundedInteger, boundedNumber, oneOf, positiveNumber } from './bounds.ts'

const factor = boundedNumber('Factor', 1e-6, 1)

/**
 * How the learning rate η changes from epoch to epoch (epochs count from 0), starting from the optimizer's η₀. Defaults
 * stand in `SCHEDULE_DEFAULTS`, the formulas in core/training/learning-rate.ts.
 */
export const scheduleSchema = z.discriminatedUnion('name', [
  /** η = η₀ throughout. */
  z.strictObject({ name: z.literal('constant') }),
  /**
   * Step decay, η = η₀ · factor^⌊epoch / every⌋ (PyTorch's `StepLR`).
   * - `every`, epochs between two steps, 1 or more, default 10
   * - `factor`, 1e-6 to 1, default 0.5
   */
  z.strictObject({ name: z.literal('step'), every: boundedInteger('Step every', 1, 100_000), factor }),
  /**
   * Exponential decay, η = η₀ · factor^epoch (PyTorch's `ExponentialLR`).
   * - `factor`, 1e-6 to 1, default 0.95
   */
  z.strictObject({ name: z.literal('exponential'), factor }),
  /**
   * Half a cosine from η₀ in the first epoch down towards the minimum, without restarts (Loshchilov and Hutter 2016,
   * https://arxiv.org/abs/1608.03983): η = minimum + (η₀ − minimum) · (1 + cos(π · epoch / n)) / 2.
   * - `minimum`, 0 or more, default 0
   * - `reaches`, when the minimum is reached. `after-last-epoch`: n is the number of epochs, as with PyTorch's
   *   `CosineAnnealingLR(T_max=epochs)`, so the last epoch still learns; what a new recipe has. `in-last-epoch`: n is one
   *   epoch less, so a minimum of 0 makes the last epoch learn nothing; recipes from before there was a choice, which
   *   name none, mean it, so that they give the same weights again.
   */
  z.strictObject({
    name: z.literal('cosine'),
    minimum: boundedNumber('Smallest rate', 0, 1e6),
    reaches: oneOf('Cosine reaches it', ['after-last-epoch', 'in-last-epoch']).default('in-last-epoch'),
  }),
  /**
   * Inverse-time decay, η = η₀ / (1 + decay · epoch) (Robbins and Monro 1951,
   * https://doi.org/10.1214/aoms/1177729586).
   * - `decay`, above 0, default 0.1
   */
  z.strictObject({ name: z.literal('inverse-time'), decay: positiveNumber('Decay', 1e6) }),
  /**
   * Times `factor` whenever the validation loss (the training loss where there is no validation part) has not improved for
   * `patience` epochs (PyTorch's `ReduceLROnPlateau`, here without threshold and cool-down).
   * - `factor`, 1e-6 to 1, default 0.5
   * - `patience`, epochs, 1 or more, default 3
   */
  z.strictObject({ name: z.literal('plateau'), factor, patience: boundedInteger('Patience', 1, 100_000) }),
])

export type Schedule = z.infer<typeof scheduleSchema>
export type ScheduleName = Schedule['name']

/** Settings a schedule starts with when a person chooses it. */
export const SCHEDULE_DEFAULTS: { readonly [Name in ScheduleName]: Extract<Schedule, { name: Name }> } = {
  constant: { name: 'constant' },
  step: { name: 'step', every: 10, factor: 0.5 },
  exponential: { name: 'exponential', factor: 0.95 },
  cosine: { name: 'cosine', minimum: 0, reaches: 'after-last-epoch' },
  'inverse-time': { name: 'inverse-time', decay: 0.1 },
  plateau: { name: 'plateau', factor: 0.5, patience: 3 },
}
