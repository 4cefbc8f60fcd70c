import { z } from 'zod'
import { MAX_WHAT_IF_VALUES } from '#core/experiments/what-if-plan.ts'
import { boundedInteger } from '#core/recipe/bounds.ts'
import { recipeSchema } from '#core/recipe/recipe.ts'

const whatIfId = z.string().regex(/^[\w-]{8,40}$/, 'What if: expected an id of 8 to 40 letters and digits')

/** Epochs of one training, at most: it is to be watched, not waited for. */
export const MAX_WHAT_IF_EPOCHS = 100

/** The schemas of the calls that try values of a field. */
export const whatIfInputs = {
  drawWhatIf: z.strictObject({
    whatIfId,
    recipe: recipeSchema,
    plan: z.strictObject({
      field: z.string().min(1).max(200),
      values: z
        .array(z.number('Values: expected numbers'))
        .min(1, 'Values: expected one at least, got none')
        .max(MAX_WHAT_IF_VALUES, `Values: expected ${MAX_WHAT_IF_VALUES} at most`),
      epochs: boundedInteger('Epochs', 1, MAX_WHAT_IF_EPOCHS),
      trainSize: boundedInteger('Training images', 1, 10_000_000),
    }),
  }),
  cancelWhatIf: z.strictObject({ whatIfId }),
}
