import { z } from 'zod'

/** SHA-256 of the weights that a training starts from, hexadecimal; absent: those that the initializer draws. */
export const startsFromSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'Starting weights: expected the 64 digits of a SHA-256')
  .optional()
  .meta({ label: 'Starting weights' })

/** A recipe, or a part of one, whose training starts from weights that its initializer draws. */
export function fromFirstWeights<Part extends { startsFrom?: string | undefined }>(recipe: Part): Part {
  if (!('startsFrom' in recipe)) return recipe
  const copy = { ...recipe }
  delete copy.startsFrom
  return copy
}

/** Whether a run went on from other weights than its initializer draws; runs from before recipes said so have a parent at most. */
export const startsFromWeights = (run: {
  readonly parent: unknown
  readonly recipe: { readonly startsFrom?: string | undefined }
}): boolean => run.parent !== null || run.recipe.startsFrom !== undefined
