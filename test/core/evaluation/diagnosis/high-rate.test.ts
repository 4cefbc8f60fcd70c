import { describe, expect, it } from 'vitest'
import { diagnoseRun } from '#core/evaluation/diagnosis/diagnose-run.ts'
import type { RunEvidence } from '#core/evaluation/diagnosis/evidence.ts'
import type { Finding } from '#core/evaluation/diagnosis/finding.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { describeFinding } from '#shared/words/diagnosis-words.ts'
import { measured } from '../../training/measured.ts'
import { makeDigits } from './faulty-recipes.ts'
import { RATES_THAT_DO_NO_HARM } from './fitting-rates.ts'
import { known } from './known-evidence.ts'
import { trainForEvidence } from './trained-evidence.ts'

const digits = makeDigits(5000)

/** The lecture's network at so many times its rate. */
const atRate = (excess: number, changes: Partial<Recipe> = {}): Recipe => ({
  ...LECTURE_RECIPE,
  initializer: { ...LECTURE_RECIPE.initializer, name: 'scaled-normal' },
  optimizer: { ...LECTURE_RECIPE.optimizer, learningRate: 3 * excess },
  ...changes,
})

/** What is said of the rate of a run with these training losses; undefined where nothing is. */
function saidOf(
  recipe: Recipe,
  losses: readonly number[],
  error: number,
  more: Partial<RunEvidence> = {},
): Extract<Finding, { code: 'rate-too-high' }> | undefined {
  const epochs = losses.map((trainLoss, epoch) => measured(epoch, { trainLoss, trainAccuracy: 1 - error }))
  return diagnoseRun(known({ recipe, epochs, ...more }, [error, error]))
    .map(({ finding }) => finding)
    .find((finding) => finding.code === 'rate-too-high')
}

/** Falls from 0.5 to a plateau, and rises there by a share in every so many epochs. */
const plateau = (level: number, share: number, every: number): number[] =>
  Array.from({ length: 30 }, (_, k) =>
    k < 4 ? 0.5 + ((level - 0.5) * k) / 4 : level * (k % every === 0 ? 1 + share : 1),
  )

describe('a rate that is called too high', () => {
  it('is not, because its loss rose in one epoch of thirty, or in one of five', () => {
    const once = [0.5, 0.3, 0.2, 0.25, ...Array.from({ length: 26 }, (_, k) => 0.2 - 0.001 * k)]
    expect(saidOf(atRate(3), once, 0.1)).toBeUndefined()
    expect(saidOf(atRate(3), [0.5, 0.3, 0.35, 0.25, 0.24], 0.1)).toBeUndefined()
    expect(saidOf(atRate(1.5), [0.5, 0.3, 0.35, 0.25, 0.24], 0.1)).toBeUndefined()
  })

  it('is by a loss that rises again and again, and the words say how it ended', () => {
    const found = saidOf(atRate(3), plateau(0.2, 0.2, 3), 0.1)
    expect(found).toMatchObject({ sign: 'rising', rises: 8, epochs: 30 })
    expect(describeFinding(found!)).toBe(
      'The learning rate of 9 is too high: about 3 suits these activations, loss and optimizer. The training loss rose in 8 of 30 epochs, by more than noise.',
    )
    const lost = [...plateau(0.2, 0.2, 3).slice(0, -1), 0.3]
    expect(describeFinding(saidOf(atRate(3), lost, 0.1)!)).toMatch(
      / rose in 9 of 30 epochs, by more than noise, and ended at 0\.3, above its lowest, 0\.2\.$/,
    )
  })

  it('is not, where rises are within noise: of mini-batches, near nothing, or of dropout over few images', () => {
    expect(saidOf(atRate(3), plateau(0.2, 0.008, 2), 0.1)).toBeUndefined()
    expect(saidOf(atRate(3), plateau(0.002, 0.9, 2), 0.1)).toBeUndefined()
    const { data, layers } = LECTURE_RECIPE
    const dropout = {
      data: { ...data, trainSize: 500 },
      layers: layers.map((layer, k) => (k === 0 ? { ...layer, dropout: 0.5 } : layer)),
    }
    expect(saidOf(atRate(3, dropout), plateau(0.2, 0.1, 3), 0.1)).toBeUndefined()
    expect(saidOf(atRate(3, { data: dropout.data }), plateau(0.2, 0.1, 3), 0.1)).toBeDefined()
  })

  it('is not, where the network has learned its images, or a schedule has calmed it down', () => {
    expect(
      saidOf(atRate(3), plateau(0.2, 0.2, 3), 0.015, { unseen: { correct: 360, total: 400 } }),
    ).toBeUndefined()
    const calmed = [
      ...plateau(0.2, 0.2, 2).slice(0, 16),
      ...Array.from({ length: 14 }, (_, k) => 0.19 - 0.001 * k),
    ]
    expect(saidOf(atRate(3), calmed, 0.1)).toBeUndefined()
  })

  it('is by a loss that does not fall, unless the run began with trained weights or misreads little', () => {
    const flat = [0.5, 0.49, 0.48, 0.47, 0.46]
    const found = saidOf(atRate(3), flat, 0.6)
    expect(found).toMatchObject({ sign: 'not-falling', rises: 0 })
    expect(describeFinding(found!)).toMatch(
      /The training loss hardly fell over 5 epochs: from 0\.5 to 0\.46\.$/,
    )
    expect(saidOf(atRate(3), flat, 0.6, { startsFromWeights: true })).toBeUndefined()
    expect(saidOf(atRate(3), flat, 0.1)).toBeUndefined()
  })

  it('is by a network that guesses, whatever its loss did', () => {
    const found = saidOf(atRate(5), [0.51, 0.5, 0.5, 0.5, 0.501], 0.9)
    expect(describeFinding(found!)).toMatch(/After 5 epochs the network is hardly better than a guess\.$/)
  })

  it.each(RATES_THAT_DO_NO_HARM)('is not said of $name', ({ recipe }) => {
    const evidence = trainForEvidence(recipe, digits)
    const { epochs, reason } = evidence
    for (const each of [evidence, { recipe, epochs, reason }]) {
      expect(diagnoseRun(each).map(({ finding }) => finding.code)).not.toContain('rate-too-high')
    }
  })
})
