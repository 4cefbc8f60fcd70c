import { describe, expect, it } from 'vitest'
import { splitDataSet, type LabelledImages } from '#core/data/data-set.ts'
import { tinyImages } from '../training/tiny-images.ts'

const training = tinyImages(1000, 4)
const test = tinyImages(50, 5)

function countLabels({ labels }: LabelledImages): number[] {
  return Array.from({ length: 10 }, (_, digit) => labels.filter((label) => label === digit).length)
}

describe('a stratified split', () => {
  const sizes = { trainSize: 400, validationSize: 100, testSize: 20, isStratified: true }
  const parts = splitDataSet({ training, test }, sizes)

  it('has the wanted sizes and gives every digit its share', () => {
    expect([parts.train.count, parts.validation.count, parts.test.count]).toEqual([400, 100, 20])
    const all = countLabels(training)
    countLabels(parts.train).forEach((count, digit) =>
      expect(Math.abs(count - 0.4 * all[digit]!)).toBeLessThan(1.2),
    )
    countLabels(parts.validation).forEach((count, digit) =>
      expect(Math.abs(count - 0.1 * all[digit]!)).toBeLessThan(1.2),
    )
  })

  it('shares no image between training and validation, and takes all where all are asked for', () => {
    const key = ({ images }: LabelledImages, i: number): string => images.subarray(25 * i, 25 * i + 25).join()
    const trained = new Set(Array.from({ length: 400 }, (_, i) => key(parts.train, i)))
    for (let i = 0; i < 100; i++) expect(trained.has(key(parts.validation, i))).toBe(false)
    const whole = splitDataSet({ training, test }, { ...sizes, trainSize: 850, validationSize: 150 })
    expect(whole.train.count + whole.validation.count).toBe(1000)
  })

  it('is asked for: without it, the file decides', () => {
    const asFiled = splitDataSet({ training, test }, { ...sizes, isStratified: false })
    expect(asFiled.train.labels).toEqual(training.labels.subarray(0, 400))
  })
})
