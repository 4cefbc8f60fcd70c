import { describe, expect, it } from 'vitest'
import type { FoundNetwork } from '#core/formats/found-network.ts'
import { judgeAnswers } from '#core/importing/judge-answers.ts'
import { HIDDEN_CANDIDATES, PIXEL_SCALES } from '#core/importing/settle-network.ts'
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

describe('answers to what a file leaves open', () => {
  it('are judged on images, each beside the best of the others', () => {
    const { questions, best, imageCount } = judgeAnswers(OPEN, images)
    expect(imageCount).toBe(200)
    expect(questions.activation!.map(({ name }) => name)).toEqual(HIDDEN_CANDIDATES)
    expect(questions.pixels!.map(({ name }) => name)).toEqual(PIXEL_SCALES.map(({ name }) => name))
    expect(questions.orientation).toBeUndefined()
    const highest = Math.max(...questions.activation!.map(({ accuracy }) => accuracy))
    expect(highest).toBeGreaterThan(0.95)
    expect(questions.activation!.find(({ answer }) => answer.activation === best.activation)!.accuracy).toBe(
      highest,
    )
    expect(questions.pixels!.find(({ name }) => name === '0..1')!.accuracy).toBe(highest)
  })

  it('leave out what a person said, and what the file says', () => {
    const given = { pixels: { shift: 0, scale: 1 } }
    expect(Object.keys(judgeAnswers(OPEN, images, given).questions)).toEqual(['activation'])
    const closed = {
      ...OPEN,
      ...given,
      layers: OPEN.layers.map((layer) => ({ ...layer, activation: { name: 'sigmoid' as const } })),
    }
    expect(judgeAnswers(closed, images)).toEqual({ questions: {}, best: {}, imageCount: 200 })
  })

  it('report their progress up to the whole', () => {
    const shares: number[] = []
    judgeAnswers(OPEN, images, {}, (share) => shares.push(share))
    expect(shares.at(-1)).toBe(1)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
  })
})
