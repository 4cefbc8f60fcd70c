import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { softmax } from './faulty-recipes.ts'

/** Trainings with more than the fitting rate that a lower one does not make better, though their loss rose now and then. */
export const RATES_THAT_DO_NO_HARM: readonly { readonly name: string; readonly recipe: Recipe }[] = [
  {
    name: 'Adam at five times the usual rate, whose loss rises from nothing to next to nothing',
    recipe: softmax([30], 'relu', {
      epochs: 30,
      optimizer: { ...OPTIMIZER_DEFAULTS.adam, learningRate: 0.005 },
    }),
  },
  {
    name: 'Adam over tanh at five times the usual rate',
    recipe: softmax([30], 'tanh', {
      epochs: 30,
      optimizer: { ...OPTIMIZER_DEFAULTS.adam, learningRate: 0.005 },
    }),
  },
  {
    name: 'dropout over few images, whose loss differs by chance from epoch to epoch',
    recipe: withDropout(0.12),
  },
]

function withDropout(learningRate: number): Recipe {
  const recipe = softmax([100], 'relu', { epochs: 30, optimizer: { name: 'sgd', learningRate } })
  return {
    ...recipe,
    data: { ...recipe.data, trainSize: 500 },
    layers: recipe.layers.map((layer, k) => (k === 0 ? { ...layer, dropout: 0.5 } : layer)),
  }
}
