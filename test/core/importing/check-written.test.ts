import { expect, it } from 'vitest'
import { compareAnswers } from '#core/importing/check-written.ts'
import { ownNetwork } from '../formats/own-network.ts'

const images = Array.from({ length: 30 }, (_, k) =>
  Uint8Array.from({ length: 25 }, (_, i) => (i * k * 7) % 256),
)
const network = ownNetwork('relu')

it('answers of a network that was read again are compared with its own', () => {
  expect(compareAnswers(network, network, images)).toEqual({ largestDifference: 0, imageCount: 30 })
  const other = {
    ...network,
    parameters: network.parameters.map((value, k) => (k === 180 ? value + 0.01 : value)),
  }
  const { largestDifference } = compareAnswers(network, other, images)
  expect(largestDifference).toBeGreaterThan(1e-6)
  expect(largestDifference).toBeLessThan(0.1)
})

it('an answer that is no number is no small difference', () => {
  const broken = { ...network, parameters: network.parameters.map(() => NaN) }
  expect(compareAnswers(network, broken, images).largestDifference).toBeNaN()
})
