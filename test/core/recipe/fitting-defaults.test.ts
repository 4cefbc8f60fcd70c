import { describe, expect, it } from 'vitest'
import { ACTIVATION_NAMES, ACTIVATION_SHAPES, type ActivationName } from '#core/activations/names.ts'
import { planSweep, listMisfits } from '#core/experiments/sweep/plan-sweep.ts'
import type { Variation } from '#core/experiments/sweep/variation.ts'
import { OPTIMIZER_DEFAULTS, type OptimizerSettings } from '#core/optimizers/schema.ts'
import { refuseLoss } from '#core/recipe/combinations.ts'
import { findMisfits, followChoices, FOLLOWING_FIELDS } from '#core/recipe/fitting-defaults.ts'
import { checkRecipe, LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'

const { layers } = LECTURE_RECIPE
const withChoices = (
  hidden: ActivationName,
  output: ActivationName,
  name: OptimizerSettings['name'],
): Recipe => ({
  ...LECTURE_RECIPE,
  layers: [
    { ...layers[0]!, activation: hidden },
    { ...layers[1]!, activation: output },
  ],
  optimizer: name === 'sgd' ? LECTURE_RECIPE.optimizer : OPTIMIZER_DEFAULTS[name],
})

describe('defaults that fit what was chosen', () => {
  it("are the lecture's for the lecture's choices", () => {
    expect(followChoices(LECTURE_RECIPE, FOLLOWING_FIELDS)).toEqual(LECTURE_RECIPE)
    expect(findMisfits(LECTURE_RECIPE)).toEqual([])
  })

  it.each([
    ['relu', 'softmax', 'adam', 'he-normal', 'softmax-cross-entropy', 0.001],
    ['relu', 'softmax', 'sgd', 'he-normal', 'softmax-cross-entropy', 0.1],
    ['gelu', 'softmax', 'momentum', 'he-normal', 'softmax-cross-entropy', 0.01],
    ['tanh', 'softmax', 'sgd', 'scaled-normal', 'softmax-cross-entropy', 0.5],
    ['sigmoid', 'sigmoid', 'adam', 'scaled-normal', 'mse', 0.001],
    ['sigmoid', 'softmax', 'nesterov', 'scaled-normal', 'softmax-cross-entropy', 0.05],
    ['identity', 'softmax', 'sgd', 'lecun-normal', 'softmax-cross-entropy', 0.1],
  ] as const)('follow %s, %s and %s', (hidden, output, optimizer, initializer, loss, learningRate) => {
    const followed = followChoices(withChoices(hidden, output, optimizer), FOLLOWING_FIELDS)
    expect(followed.initializer.name).toBe(initializer)
    expect(followed).toMatchObject({ loss, optimizer: { learningRate } })
  })

  it('are valid and fit each other for all activations and optimizers, and leave alone what was chosen', () => {
    for (const hidden of ACTIVATION_NAMES.filter((name) => name !== 'softmax')) {
      for (const output of ACTIVATION_NAMES) {
        for (const { name } of Object.values(OPTIMIZER_DEFAULTS)) {
          const chosen = withChoices(hidden, output, name)
          const followed = followChoices(chosen, FOLLOWING_FIELDS)
          expect(checkRecipe(followed), `${hidden} ${output} ${name}`).toEqual([])
          expect(refuseLoss(followed.loss, output)).toBeUndefined()
          expect(findMisfits(followed), `${hidden} ${output} ${name}`).toEqual([])
          expect(followChoices(chosen, [])).toEqual(chosen)
        }
      }
    }
  })

  it("give rectifiers He's variance by their shape alone", () => {
    const rectifying = ACTIVATION_NAMES.filter((name) => ACTIVATION_SHAPES[name] === 'rectifying')
    expect(rectifying).toEqual([
      'relu',
      'softplus',
      'leaky-relu',
      'elu',
      'gelu',
      'silu',
      'elu-exact',
      'gelu-exact',
    ])
  })
})

describe('a sweep over what others follow', () => {
  const variations: Variation[] = [
    { path: 'layers.0.activation', values: { kind: 'list', values: ['sigmoid', 'relu'] } },
    { path: 'layers.1.activation', values: { kind: 'list', values: ['sigmoid', 'softmax'] } },
  ]
  const input = { recipe: LECTURE_RECIPE, variations, search: { kind: 'grid' } as const }

  it('lets first weights, rate and loss follow in each run where nobody chose them', () => {
    const plan = planSweep({ ...input, free: FOLLOWING_FIELDS })
    expect(plan.leftOut).toEqual([])
    expect(
      plan.runs.map(({ recipe }) => [recipe.initializer.name, recipe.optimizer.learningRate, recipe.loss]),
    ).toEqual([
      ['standard-normal', 3, 'mse'],
      ['scaled-normal', 0.5, 'softmax-cross-entropy'],
      ['he-normal', 0.5, 'mse'],
      ['he-normal', 0.1, 'softmax-cross-entropy'],
    ])
    expect(listMisfits(plan)).toEqual([])
  })

  it('says where a chosen field does not suit what is varied, and leaves a varied one alone', () => {
    const plan = planSweep({ ...input, variations: variations.slice(0, 1) })
    expect(plan.runs.map(({ recipe }) => recipe.initializer.name)).toEqual([
      'standard-normal',
      'standard-normal',
    ])
    expect(listMisfits(plan)).toEqual([
      {
        changes: [{ path: 'layers.0.activation', value: 'relu' }],
        misfit: expect.objectContaining({ field: 'initializer.name', fitting: 'he-normal' }) as unknown,
      },
    ])
    const asked = planSweep({
      ...input,
      free: FOLLOWING_FIELDS,
      variations: [
        variations[0]!,
        { path: 'initializer.name', values: { kind: 'list', values: ['standard-normal', 'orthogonal'] } },
      ],
    })
    expect(asked.runs.map(({ recipe }) => recipe.initializer.name)).toEqual([
      ...['standard-normal', 'orthogonal'],
      ...['standard-normal', 'orthogonal'],
    ])
    expect(listMisfits(asked)).toEqual([])
  })
})
