import { existsSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { EngineName } from '#core/engine/names.ts'
import { LECTURE_RECIPE, parseRecipe, type RecipeLayer } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'
import { makeParts } from './small-trainings.ts'

/** SHA-256 of the parameters that commit 3834e17b gave, in which leaky ReLU had the slope 0.01 and ELU the α 1 alone. */
const BEFORE: Readonly<Record<EngineName, string>> = {
  reference: 'dea62faba967d251e6612830202fe08f09f6f319b6fd8dba34484c7d1ed46a31',
  wasm: 'f93239a5d18c402645115f639246eec4582bea21065da4c28d052482b0c4b3de',
  'wasm-relaxed': 'e12dce15f1a8c3bdc5078726db075cec33c069ccbe6d9c8127239738a0fb46cb',
}

/** Fused multiply-add, without which `wasm-relaxed` rounds otherwise; elsewhere than on Linux it cannot be asked for. */
const HAS_FUSED =
  existsSync('/proc/cpuinfo') &&
  /^(flags|Features).* (fma|asimd)\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'))

const layer = (units: number, activation: RecipeLayer['activation'], settings = {}): RecipeLayer => ({
  ...{ units, activation, batchNorm: false, dropout: 0 },
  ...settings,
})

function train(engine: EngineName, layers: readonly RecipeLayer[]): string {
  const recipe = parseRecipe({
    ...LECTURE_RECIPE,
    data: { ...LECTURE_RECIPE.data, trainSize: 631, validationSize: 0, testSize: 40 },
    ...{ engine, layers, epochs: 2, batchSize: 20 },
    initializer: { name: 'he-normal' },
    optimizer: { name: 'sgd', learningRate: 0.05 },
  })
  const training = new Training({ recipe, parts: makeParts() })
  for (;;) {
    const event = training.advance(631)
    if (event.type === 'diverged') throw new Error(JSON.stringify(event.reason))
    if (event.type !== 'completed') continue
    const { parameters } = training.checkpoint()
    training.close()
    return createHash('sha256').update(parameters).digest('hex')
  }
}

describe.each(Object.entries(BEFORE) as [EngineName, string][])('the engine %s', (engine, before) => {
  it.skipIf(engine === 'wasm-relaxed' && !HAS_FUSED)(
    'gives the bytes from before there were settings',
    () => {
      const usual = [
        layer(30, 'leaky-relu'),
        layer(21, 'elu'),
        layer(14, 'elu-exact'),
        layer(10, 'leaky-relu'),
      ]
      expect(train(engine, usual)).toBe(before)
      const written = [{ slope: 0.01 }, { alpha: 1 }, { alpha: 1 }, { slope: 0.01 }]
      expect(
        train(
          engine,
          usual.map((each, k) => ({ ...each, ...written[k] })),
        ),
      ).toBe(before)
    },
  )

  it('gives others with each setting of a layer', () => {
    const usual = [layer(30, 'leaky-relu'), layer(21, 'elu'), layer(14, 'elu-exact'), layer(10, 'sigmoid')]
    const changes = [{}, { slope: 0.1 }, { alpha: 0.9 }, { alpha: 0.9 }]
    const hashes = changes.map((settings, at) =>
      train(
        engine,
        usual.map((each, k) => (k === at - 1 ? { ...each, ...settings } : each)),
      ),
    )
    expect(new Set(hashes).size).toBe(4)
  })
})
