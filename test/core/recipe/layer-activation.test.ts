import { describe, expect, it } from 'vitest'
import { checkRecipe, LECTURE_RECIPE, parseRecipe, type RecipeLayer } from '#core/recipe/recipe.ts'
import { readStoredRecipe } from '#core/recipe/stored-recipe.ts'

const [hidden, output] = LECTURE_RECIPE.layers as [RecipeLayer, RecipeLayer]
const withHidden = (...layers: Partial<RecipeLayer>[]): unknown => ({
  ...LECTURE_RECIPE,
  layers: [...layers.map((layer) => ({ ...hidden, ...layer })), output],
})
const problemOf = (...layers: Record<string, unknown>[]): unknown => checkRecipe(withHidden(...layers))[0]

describe('the slope of leaky ReLU and the α of ELU', () => {
  it('belong to a layer, each to its own', () => {
    const { layers } = parseRecipe(
      withHidden(
        { activation: 'leaky-relu', slope: 0.2 },
        { activation: 'leaky-relu', slope: 0 },
        { activation: 'elu', alpha: 0.5 },
        { activation: 'elu-exact', alpha: 100 },
      ),
    )
    expect(layers.slice(0, -1)).toMatchObject([{ slope: 0.2 }, { slope: 0 }, { alpha: 0.5 }, { alpha: 100 }])
  })

  it('are not in the text of a recipe where they are the usual ones, as before there were others', () => {
    const usual = withHidden({ activation: 'leaky-relu', slope: 0.01 }, { activation: 'elu', alpha: 1 })
    const before = withHidden({ activation: 'leaky-relu' }, { activation: 'elu' })
    expect(JSON.stringify(parseRecipe(usual))).toBe(JSON.stringify(before))
    expect(parseRecipe(withHidden({ activation: 'tanh', slope: undefined })).layers[0]).not.toHaveProperty(
      'slope',
    )
    // One that is stored needs no second look.
    const stored: unknown = JSON.parse(JSON.stringify(before))
    expect(readStoredRecipe(stored)).toBe(stored)
  })

  it.each([
    [
      { activation: 'relu', slope: 0.2 },
      'slope',
      'Slope below 0: expected with leaky-relu alone, got 0.2 with relu',
    ],
    [
      { activation: 'relu', slope: 0.01 },
      'slope',
      'Slope below 0: expected with leaky-relu alone, got 0.01 with relu',
    ],
    [
      { activation: 'gelu', alpha: 2 },
      'alpha',
      'ELU α: expected with elu or elu-exact alone, got 2 with gelu',
    ],
    [
      { activation: 'leaky-relu', alpha: 1 },
      'alpha',
      'ELU α: expected with elu or elu-exact alone, got 1 with leaky-relu',
    ],
    [
      { activation: 'leaky-relu', slope: 1 },
      'slope',
      'Slope below 0: expected a number from 0 up to, but not including, 1, got 1',
    ],
    [
      { activation: 'leaky-relu', slope: -0.1 },
      'slope',
      'Slope below 0: expected a number from 0 up to, but not including, 1, got -0.1',
    ],
    [
      { activation: 'leaky-relu', slope: '' },
      'slope',
      'Slope below 0: expected a number from 0 up to, but not including, 1, but it is empty',
    ],
    [{ activation: 'elu', alpha: 0 }, 'alpha', 'ELU α: expected a number above 0 and at most 100, got 0'],
  ])('are refused as %o', (layer, field, message) => {
    expect(problemOf(layer)).toEqual({ path: ['layers', 0, field], message })
  })

  it('may be the output layer’s', () => {
    const layers = [hidden, { ...output, activation: 'leaky-relu', slope: 0.3 }]
    expect(parseRecipe({ ...LECTURE_RECIPE, layers }).layers[1]).toMatchObject({ slope: 0.3 })
  })
})
