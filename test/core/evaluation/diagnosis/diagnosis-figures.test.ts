import { describe, expect, it } from 'vitest'
import { confusionOf } from '#core/evaluation/confusion.ts'
import { diagnoseRun } from '#core/evaluation/diagnosis/diagnose-run.ts'
import type { RunEvidence } from '#core/evaluation/diagnosis/evidence.ts'
import { augmentationSchema } from '#core/recipe/augmentation.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { describeDiagnosed } from '#shared/words/diagnosis-words.ts'
import { measured } from '../../training/measured.ts'
import { known } from './known-evidence.ts'

const LAST_LAYER = { weightNorm: 1, gradientNorm: 1, dead: null, saturated: null }

/** What is said of the lecture's wide first weights. */
function wideStart(layers: EpochMetrics['layers'], error: number): string {
  const epochs = [0.1, 0.05, 0.04, 0.0399, 0.0399].map((trainLoss, epoch) => ({
    ...measured(epoch, { trainLoss, trainAccuracy: 1 - error }),
    ...(layers !== null && { layers }),
  }))
  const found = diagnoseRun(known({ recipe: LECTURE_RECIPE, epochs }, [error, error]))
  return describeDiagnosed(found.find(({ finding }) => finding.code === 'wide-start')!).cause
}

describe('the figures of a diagnosis', () => {
  const withDropout = (share: number): RunEvidence['recipe'] => ({
    ...LECTURE_RECIPE,
    layers: LECTURE_RECIPE.layers.map((layer, k) =>
      k === 0 ? { ...layer, units: 100, activation: 'relu', dropout: share } : layer,
    ),
    initializer: { ...LECTURE_RECIPE.initializer, name: 'he-normal' },
    loss: 'mse',
  })
  const augmented: RunEvidence['recipe'] = {
    ...withDropout(0),
    data: {
      ...LECTURE_RECIPE.data,
      augmentation: augmentationSchema.parse({ rotation: 10, shift: 2 }),
    },
  }
  /** What a list of epochs says without the images: its training accuracy was counted while the weights moved. */
  const running = (
    recipe: RunEvidence['recipe'],
    errors: [training: number, unseen: number],
  ): RunEvidence => ({
    ...{ recipe, reason: null },
    epochs: [0.5, 0.3, 0.2, 0.12, 0.1].map((trainLoss, epoch) =>
      measured(epoch, {
        trainLoss,
        ...{ trainAccuracy: 1 - errors[0], validationAccuracy: 1 - errors[1], validationLoss: trainLoss },
      }),
    ),
  })

  it.each([
    ['dropout', withDropout(0.5)],
    ['little dropout', withDropout(0.1)],
    ['augmentation', augmented],
  ])('rests no verdict on a training accuracy that was measured under %s', (_, recipe) => {
    for (const errors of [
      [0.0309, 0.028],
      [0.07, 0.03],
      [0.03, 0.045],
    ] as const) {
      const found = diagnoseRun(running(recipe, [...errors]))
      expect(found.map(({ finding }) => finding.code)).toEqual(['unexplained'])
      expect(describeDiagnosed(found[0]!).cause).toBe(
        `The network misreads ${(100 * errors[1]).toFixed(2)} % of new images; its error on the images that it learned from is unknown, as dropout or augmentation was on while it was measured.`,
      )
    }
    const [good] = diagnoseRun(running(recipe, [0.05, 0.012]))
    expect(describeDiagnosed(good!).cause).toBe('A good fit: the network misreads 1.20 % of new images.')
    // Finished weights say what they read.
    const asked = { ...running(recipe, [0.0309, 0.028]), training: { correct: 9861, total: 10_000 } }
    expect(describeDiagnosed(diagnoseRun(asked)[0]!).cause).toMatch(
      /^High variance: the network misreads 1\.39 % of the images that it learned from, but 2\.80 % of new ones/,
    )
  })

  it('says of an error that was counted during the training that it was', () => {
    const causeOf = (evidence: RunEvidence): string => describeDiagnosed(diagnoseRun(evidence)[0]!).cause
    const plain = withDropout(0)
    expect(causeOf(running(plain, [0.0072, 0.04]))).toMatch(
      /^High variance: while it trained, the network misread 0\.72 % of its training images in the last epoch, but 4\.00 % of new ones/,
    )
    const narrow = {
      ...plain,
      layers: plain.layers.map((layer, k) => (k === 0 ? { ...layer, units: 3 } : layer)),
    }
    expect(causeOf(running(narrow, [0.3, 0.3]))).toMatch(
      /^High bias: while it trained, the network misread 30\.00 % even of its training images in the last epoch, and/,
    )
    expect(causeOf(running(plain, [0.004, 0.006]))).toBe(
      'A good fit: while it trained, the network misread 0.40 % of its training images in the last epoch and 0.60 % of new ones.',
    )
  })

  it('says that images are learned by heart only where none is misread', () => {
    const causeOf = (training: number): string =>
      describeDiagnosed(diagnoseRun(known({}, [training, 0.08]))[0]!).cause
    expect(causeOf(0)).toContain(': it has learned its 50,000 images by heart.')
    expect(causeOf(0.003)).toContain(': it has nearly learned its 50,000 images by heart.')
    expect(causeOf(0.01)).toContain('it fits the 50,000 images that it learned from better than others.')
  })

  it.each([
    [
      1,
      6,
      'Of 30 hidden neurons 1 is dead and 6 are saturated: on all images or on nine of ten they are near',
    ],
    [0, 4, 'Of 30 hidden neurons 4 are saturated: on nine of ten images they are near 0 or 1'],
    [2, 0, 'Of 30 hidden neurons 2 are dead: on all images they are near 0 or 1'],
  ])('counts %i dead and %i saturated neurons by one word each', (dead, saturated, words) => {
    const layers = [{ weightNorm: 1, gradientNorm: 1, dead, saturated }, LAST_LAYER]
    const cause = wideStart(layers, 0.0372)
    expect(cause).toContain(words)
    expect(cause).not.toContain('can hardly learn')
    expect(cause).toMatch(
      /hardly learns\. The first weights may have slowed it down: drawn by standard-normal, they started .* learn slowly\.$/,
    )
  })

  it('says that neurons can hardly learn only where many cannot', () => {
    const held = wideStart([{ weightNorm: 1, gradientNorm: 1, dead: 3, saturated: 12 }, LAST_LAYER], 0.3)
    expect(held).toMatch(
      /^The first weights are too wide: .* where sigmoid neurons can hardly learn\. Of 30 /,
    )
    expect(wideStart(null, 0.3)).toMatch(/can hardly learn\.$/)
    expect(wideStart(null, 0.04)).toMatch(/^The first weights may have slowed it down/)
    expect(wideStart([{ weightNorm: 1, gradientNorm: 1, dead: 0, saturated: 0 }, LAST_LAYER], 0.04)).toMatch(
      /^The first weights may have slowed it down/,
    )
  })

  it('names the images of a recall', () => {
    const confusion = confusionOf(
      Uint8Array.from({ length: 100 }, (_, i) => (i % 10 === 4 && i !== 4 ? 9 : i % 10)),
      Uint8Array.from({ length: 100 }, (_, i) => i % 10),
      '0123456789'.split(''),
    )
    const words = (recipe: RunEvidence['recipe']): string =>
      diagnoseRun(known({ recipe, confusion }, [0.09, 0.09]))
        .map((each) => describeDiagnosed(each).cause)
        .join(' ')
    expect(words(LECTURE_RECIPE)).toContain(
      'Of the validation images, 4 (recall 10.00 %) is hardly ever recognized',
    )
    const data = { ...LECTURE_RECIPE.data, validationSize: 0 }
    expect(words({ ...LECTURE_RECIPE, data })).toContain(
      'Of the test images, 4 (recall 10.00 %) is hardly ever recognized',
    )
  })
})
