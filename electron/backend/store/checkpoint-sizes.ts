import { parameterLayout } from '#core/network/parameters.ts'
import { OPTIMIZERS } from '#core/optimizers/optimizers.ts'
import type { Recipe } from '#core/recipe/recipe.ts'

const BYTES = Float64Array.BYTES_PER_ELEMENT

/** How many bytes a set of weights has in the store. */
export interface CheckpointSizes {
  epoch: number
  parameter_bytes: number
  /** Null where there is no optimizer's memory. */
  state_bytes: number | null
}

/** How many bytes the weights of a recipe and the optimizer's memory at its newest epoch have. */
export function expectedSizes(recipe: Recipe, epoch: number): { parameters: number; state: number } {
  const { length, trainable } = parameterLayout(recipe)
  // Weights that a training starts from come without a memory.
  const slots = epoch < 0 ? 0 : OPTIMIZERS[recipe.optimizer.name].slots
  return { parameters: length * BYTES, state: trainable * slots * BYTES }
}

/**
 * What of a set of weights has another size than its recipe says, in words; null where both fit.
 * @param isNewest only the newest epoch of a run has an optimizer's memory
 */
export function findWrongSize(
  { epoch, parameter_bytes: bytes, state_bytes: stateBytes }: CheckpointSizes,
  recipe: Recipe,
  isNewest: boolean,
): string | null {
  const expected = expectedSizes(recipe, epoch)
  if (bytes !== expected.parameters) {
    return `the weights of epoch ${epoch}: expected ${expected.parameters} bytes, got ${bytes}`
  }
  if (!isNewest || (stateBytes ?? 0) === expected.state) return null
  return `the optimizer's memory at epoch ${epoch}: expected ${expected.state} bytes, got ${stateBytes ?? 0}`
}
