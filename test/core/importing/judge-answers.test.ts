import { describe, expect, it } from 'vitest'
import { evaluateNetwork } from '#core/evaluation/evaluate.ts'
import { predictAll } from '#core/evaluation/predict-all.ts'
import type { FoundNetwork } from '#core/formats/found-network.ts'
import { isSameAnswer, type JudgedAnswer, judgeAnswers } from '#core/importing/judge-answers.ts'
import {
  HIDDEN_CANDIDATES,
  type ImportAnswers,
  PIXEL_SCALES,
  settleNetwork,
} from '#core/importing/settle-network.ts'
import { Random } from '#core/random/random.ts'
import { tinyImages } from '../training/tiny-images.ts'

/**
 * Ten hidden neurons look at one pixel each, which is 255 in the images of their class and seldom otherwise, and the outputs
 * take one each: right where pixels are p/255 and the activation has a floor.
 */
const OPEN: FoundNetwork = {
  layers: [
    {
      name: 'hidden',
      inFeatures: 25,
      outFeatures: 10,
      weights: Float64Array.from({ length: 250 }, (_, k) => (k % 25 === Math.floor(k / 25) ? 40 : 0)),
      biases: new Float64Array(10).fill(-39),
      activation: null,
    },
    {
      name: 'output',
      inFeatures: 10,
      outFeatures: 10,
      weights: Float64Array.from({ length: 100 }, (_, k) => (k % 10 === Math.floor(k / 10) ? 1 : 0)),
      biases: new Float64Array(10),
      activation: null,
    },
  ],
  pixels: null,
  isOrientationAssumed: false,
  numberTypes: ['float32'],
  notes: [],
}
const images = tinyImages(200, 1)

/** A network with drawn weights, and 300 drawn images whose labels are what it answers with these activations. */
function drawnNetwork(sizes: readonly number[], random: Random) {
  const layers = sizes.slice(1).map((outFeatures, k) => ({
    name: String(2 * k),
    inFeatures: sizes[k]!,
    outFeatures,
    weights: Float64Array.from({ length: sizes[k]! * outFeatures }, () => random.normal()),
    biases: new Float64Array(outFeatures),
    activation: null,
  }))
  const network: FoundNetwork = { ...OPEN, layers }
  const pixels = Uint8Array.from({ length: 300 * 25 }, () => random.integer(256))
  const drawn = { ...images, images: pixels, labels: new Uint8Array(300), count: 300 }
  const labelsBy = (activation: NonNullable<ImportAnswers['activation']>) => {
    const { recipe, parameters } = settleNetwork(network, { activation })
    return { ...drawn, labels: predictAll(recipe, parameters, drawn).predictions }
  }
  return { network, labelsBy }
}

/** The accuracy of the answer that is among these. */
const accuracyWith = (answers: readonly JudgedAnswer[], among: ImportAnswers): number =>
  answers.find(({ answer }) => isSameAnswer({ ...among, ...answer }, among))!.accuracy

describe('answers to what a file leaves open', () => {
  it('are judged on images, each beside the best of the others', () => {
    const { questions, beside, imageCount } = judgeAnswers(OPEN, images)
    expect(imageCount).toBe(200)
    expect(questions.activation!.map(({ name }) => name)).toEqual(HIDDEN_CANDIDATES)
    expect(questions.pixels!.map(({ name }) => name)).toEqual(PIXEL_SCALES.map(({ name }) => name))
    expect(questions.orientation).toBeUndefined()
    const highest = Math.max(...questions.activation!.map(({ accuracy }) => accuracy))
    expect(highest).toBeGreaterThan(0.95)
    expect(accuracyWith(questions.activation!, beside)).toBe(highest)
    expect(questions.pixels!.find(({ name }) => name === '0..1')!.accuracy).toBe(highest)
  })

  it('are the usual ones where no others are clearly better', () => {
    const biases = Float64Array.from({ length: 10 }, (_, k) => (k === 0 ? 20 : 0))
    const layers = OPEN.layers.map((layer, k) => ({
      ...layer,
      activation: { name: 'relu' as const },
      biases: k === 0 ? new Float64Array(10) : biases,
    }))
    const network = { ...OPEN, layers }
    // Each image is one pixel; one in a hundred is so dim that p/255 loses it behind the first output's bias.
    const pixelsOf = (dimCount: number): Uint8Array =>
      Uint8Array.from({ length: 200 * 25 }, (_, k) => {
        const image = Math.floor(k / 25)
        if (k % 25 !== images.labels[image]) return 0
        return image < dimCount ? 100 : 255
      })
    const judge = (dimCount: number) => judgeAnswers(network, { ...images, images: pixelsOf(dimCount) })
    const few = judge(3)
    const [unit, ...others] = few.questions.pixels!.map(({ accuracy }) => accuracy)
    expect(Math.max(...others)).toBeGreaterThan(unit!)
    expect(few.beside.pixels).toEqual({ shift: 0, scale: 1 })
    expect(judge(20).beside.pixels).not.toEqual({ shift: 0, scale: 1 })
  })

  it('are ReLU where another activation reads only a few images more right', () => {
    const { network, labelsBy } = drawnNetwork([25, 12, 10], new Random(4, 'leaky'))
    const shown = labelsBy([{ name: 'leaky-relu' }])
    const { beside, questions } = judgeAnswers(network, shown)
    const accuracies = Object.fromEntries(questions.activation!.map(({ name, accuracy }) => [name, accuracy]))
    expect(accuracies['leaky-relu']).toBe(1)
    expect(accuracies.relu).toBeLessThan(1)
    expect(beside.activation).toEqual([{ name: 'relu' }])
    expect(judgeAnswers(network, labelsBy([{ name: 'tanh' }])).beside.activation).toEqual([{ name: 'tanh' }])
  })

  it('may differ from layer to layer, where one for all is clearly worse', () => {
    const { network, labelsBy } = drawnNetwork([25, 12, 12, 10], new Random(3, 'mixed'))
    const activation = [{ name: 'relu' as const }, { name: 'tanh' as const }]
    const { beside, questions } = judgeAnswers(network, labelsBy(activation))
    expect(beside.activation).toEqual(activation)
    expect(questions.activation!.find(({ name }) => name === 'relu,tanh')!.accuracy).toBe(1)
    const forAll = questions.activation!.filter(({ name }) => name !== 'relu,tanh')
    expect(Math.max(...forAll.map(({ accuracy }) => accuracy))).toBeLessThan(0.98)
  })

  it('are judged beside those that a person chose, which are judged with them', () => {
    const chosen: ImportAnswers = {
      activation: [{ name: 'leaky-relu', slope: 0.2 }],
      pixels: { shift: 0.2, scale: 4 },
    }
    const { questions, beside } = judgeAnswers(OPEN, images, { beside: chosen })
    expect(beside).toEqual(chosen)
    expect(questions.activation!.at(-1)!.name).toBe('leaky-relu:0.2')
    expect(questions.pixels!.at(-1)!.name).toBe('0.2,0.25')
    const { recipe, parameters } = settleNetwork(OPEN, chosen)
    const { correct, total } = evaluateNetwork(recipe, parameters, images)
    expect(accuracyWith(questions.activation!, chosen)).toBe(correct / total)
    expect(accuracyWith(questions.pixels!, chosen)).toBe(correct / total)
  })

  it('leave out what a person said, and what the file says', () => {
    const given = { pixels: { shift: 0, scale: 1 } }
    expect(Object.keys(judgeAnswers(OPEN, images, { given }).questions)).toEqual(['activation'])
    const closed = {
      ...OPEN,
      ...given,
      layers: OPEN.layers.map((layer) => ({ ...layer, activation: { name: 'sigmoid' as const } })),
    }
    expect(judgeAnswers(closed, images)).toEqual({ questions: {}, beside: {}, imageCount: 200 })
  })

  it('report their progress up to the whole', () => {
    const shares: number[] = []
    judgeAnswers(OPEN, images, { onProgress: (share) => shares.push(share) })
    expect(shares.at(-1)).toBe(1)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
  })
})
