import type { LossName } from '#core/losses/names.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { isFieldKnown, type WithUnknownFields } from '#core/recipe/unknown-fields.ts'

const NAMES: Readonly<Record<LossName, string>> = {
  mse: 'MSE',
  'binary-cross-entropy': 'binary cross-entropy',
  'softmax-cross-entropy': 'softmax cross-entropy',
}

type RunOfLoss = WithUnknownFields & { readonly name: string; readonly recipe: Pick<Recipe, 'loss'> }

/** That losses of these runs are of different kinds, which kind each is of, as a sentence; null where all are of one. */
export function describeMixedLosses(runs: readonly RunOfLoss[]): string | null {
  // An unknown loss is measured as the placeholder in its recipe.
  const kinds = Map.groupBy(runs, ({ recipe }) => recipe.loss)
  if (kinds.size < 2) return null
  const named = [...kinds].map(([loss, members]) => {
    const list = members.map(
      (run) => `'${run.name}'${isFieldKnown(run, 'loss') ? '' : ' (unknown, so measured)'}`,
    )
    return `${NAMES[loss]} of ${list.join(', ')}`
  })
  return `The losses are of different kinds, whose values say nothing about which run is better: ${named.join('; ')}.`
}
