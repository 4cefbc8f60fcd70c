import { describe, expect, it } from 'vitest'
import { ACTIVATION_NAMES } from '#core/activations/names.ts'
import type { ActivationSettings } from '#core/activations/settings.ts'
import { checkGradient, GRADIENT_TOLERANCE } from '#core/verification/gradient-check.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { LOSS_NAMES } from '#core/losses/names.ts'
import { Random } from '#core/random/random.ts'
import { refuseLoss } from '#core/recipe/combinations.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'

const hiddenNames = ACTIVATION_NAMES.filter((name) => name !== 'softmax')
const combinations = LOSS_NAMES.flatMap((loss) =>
  ACTIVATION_NAMES.filter((output) => refuseLoss(loss, output) === undefined).flatMap((output) =>
    hiddenNames.flatMap((hidden) =>
      [false, true].map((batchNorm) => ({ loss, output, hidden, batchNorm, dropout: batchNorm ? 0.3 : 0 })),
    ),
  ),
)

const SHAPED: readonly (ActivationSettings & { readonly name: 'leaky-relu' | 'elu' | 'elu-exact' })[] = [
  { name: 'leaky-relu', slope: 0.3 },
  { name: 'elu', alpha: 0.5 },
  { name: 'elu-exact', alpha: 2 },
]

function check(
  {
    loss,
    output,
    hidden,
    settings = {},
    batchNorm,
    dropout,
  }: (typeof combinations)[number] & { readonly settings?: ActivationSettings },
  extra: { directions?: number; defect?: 'no-slope' | 'no-bias' } = {},
): number {
  const layer = { units: 5, activation: hidden, ...settings, batchNorm, dropout }
  const recipe: Recipe = {
    ...LECTURE_RECIPE,
    inputSize: 4,
    layers: [layer, { ...layer, units: 6 }, { units: 3, activation: output, batchNorm: false, dropout: 0 }],
    loss,
    initializer: { name: 'glorot-normal', gain: 1, constant: 0 },
  }
  const random = new Random(2)
  const m = 7
  const x = Float64Array.from({ length: m * 4 }, () => random.normal())
  const y = new Float64Array(m * 3)
  for (let i = 0; i < m; i++) y[i * 3 + random.integer(3)] = 1
  // Biases off 0, so that no neuron sits on an activation's kink.
  const parameters = initializeParameters(recipe).map((value) =>
    value === 0 ? 0.3 * random.normal() : value,
  )
  const checks = checkGradient({
    recipe,
    parameters,
    x,
    y,
    penalty: { l1: 0.01, l2: 0.1 },
    seed: 1,
    ...extra,
  })
  expect(checks.map(({ layer: k }) => k)).toEqual([0, 1, 2])
  return Math.max(...checks.map(({ maxRelativeError }) => maxRelativeError))
}

describe('the gradient check', () => {
  it.each(SHAPED)('passes for %o', ({ name, ...settings }) => {
    const plain = { loss: 'mse', output: 'tanh', hidden: name, settings } as const
    expect(check({ ...plain, batchNorm: false, dropout: 0 })).toBeLessThan(GRADIENT_TOLERANCE)
    expect(check({ ...plain, batchNorm: true, dropout: 0.3 })).toBeLessThan(GRADIENT_TOLERANCE)
  })

  it.each(combinations)('passes for $hidden, $output, $loss, batch norm $batchNorm', (combination) => {
    expect(check(combination)).toBeLessThan(GRADIENT_TOLERANCE)
    expect(check(combination, { directions: 3 })).toBeLessThan(GRADIENT_TOLERANCE)
  })

  it.each(['no-slope', 'no-bias'] as const)('catches a backward pass with %s', (defect) => {
    const combination = combinations[0]!
    expect(check(combination, { defect })).toBeGreaterThan(0.01)
    expect(check(combination, { defect, directions: 3 })).toBeGreaterThan(0.01)
  })
})
