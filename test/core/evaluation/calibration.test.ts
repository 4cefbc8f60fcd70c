import { describe, expect, it } from 'vitest'
import {
  type CalibratedOutput,
  calibrateOutputs,
  findCalibration,
  measureReliability,
} from '#core/evaluation/calibration.ts'
import { Random } from '#core/random/random.ts'

const COUNT = 20_000
const CLASSES = 10
/** Temperature at which the networks below are right. */
const TRUE_TEMPERATURE = 1.8

/** Answers of a network whose labels are drawn from its logits at a known temperature. */
function makeAnswers(kind: CalibratedOutput): { outputs: Float64Array; labels: Uint8Array } {
  const random = new Random(3, 'calibration')
  const outputs = new Float64Array(COUNT * CLASSES)
  const labels = new Uint8Array(COUNT)
  for (let i = 0; i < COUNT; i++) {
    const logits = Array.from({ length: CLASSES }, () => 3 * random.normal())
    const sum = logits.reduce((total, z) => total + Math.exp(z), 0)
    logits.forEach((z, k) => {
      outputs[i * CLASSES + k] = kind === 'softmax' ? Math.exp(z) / sum : 1 / (1 + Math.exp(-z))
    })
    const shares = logits.map((z) => Math.exp(z / TRUE_TEMPERATURE))
    let left = random.uniform() * shares.reduce((total, each) => total + each, 0)
    labels[i] = Math.max(
      0,
      shares.findIndex((share) => (left -= share) < 0),
    )
  }
  return { outputs, labels }
}

describe.each<CalibratedOutput>(['softmax', 'sigmoid'])('the calibration of %s outputs', (kind) => {
  const { outputs, labels } = makeAnswers(kind)
  const found = findCalibration(outputs, labels, kind)!

  it('finds the temperature at which the labels were drawn', () => {
    expect(found.images).toBe(COUNT)
    expect(found.temperature).toBeGreaterThan(0.97 * TRUE_TEMPERATURE)
    expect(found.temperature).toBeLessThan(1.03 * TRUE_TEMPERATURE)
  })

  it('brings stated confidence and share right together in each of ten bins', () => {
    expect(found.before.largest).toBeGreaterThan(0.05)
    expect(found.after.bins).toHaveLength(10)
    for (const { count, confidence, right } of found.after.bins) {
      expect(count).toBe(COUNT / 10)
      // A share of 2,000 images has a standard error of 1.1 points at most.
      expect(Math.abs(confidence - right)).toBeLessThan(0.03)
    }
    expect(found.after.error).toBeLessThan(0.01)
  })

  it('makes shares that sum to 1, and changes no answer', () => {
    for (let i = 0; i < 50; i++) {
      const row = outputs.subarray(i * CLASSES, (i + 1) * CLASSES)
      const shares = calibrateOutputs(row, kind, found.temperature)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
      const order = (values: Float64Array): number[] =>
        [...values.keys()].sort((a, b) => values[b]! - values[a]!)
      expect(order(shares)).toEqual(order(row))
    }
  })
})

describe('calibration', () => {
  it('leaves softmax outputs as they are at temperature 1', () => {
    const outputs = [0.7, 0.2, 0.1]
    calibrateOutputs(outputs, 'softmax', 1).forEach((share, k) => expect(share).toBeCloseTo(outputs[k]!, 12))
  })

  it('bears outputs of exactly 0 and 1', () => {
    for (const kind of ['softmax', 'sigmoid'] as const) {
      const shares = calibrateOutputs([1, 0, 0], kind, 2)
      expect([...shares].every(Number.isFinite)).toBe(true)
      expect(shares[0]).toBeGreaterThan(0.999)
    }
  })

  it('is none without images, and of outputs that are no numbers', () => {
    expect(findCalibration(new Float64Array(0), new Uint8Array(0), 'softmax')).toBeNull()
    expect(findCalibration(Float64Array.of(NaN, 1), Uint8Array.of(0), 'softmax')).toBeNull()
  })

  it('measures how far confidence is from the share right, in bins of equally many', () => {
    const confidences = Array.from({ length: 20 }, (_, k) => (k < 10 ? 0.6 : 0.9))
    const isRight = confidences.map((confidence, k) => confidence === 0.9 || k % 2 === 0)
    const { bins, error, largest } = measureReliability(confidences, isRight)
    expect(bins.map(({ count }) => count)).toEqual(Array(10).fill(2))
    expect(largest).toBeCloseTo(0.1)
    expect(error).toBeCloseTo(0.1)
    expect(measureReliability([0.5], [true]).bins).toHaveLength(1)
    expect(measureReliability([], []).bins).toEqual([])
  })
})
