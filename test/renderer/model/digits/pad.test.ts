import { expect, test } from 'vitest'
import { drawingToImage } from '#core/data/network-input.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import type { RunSummary } from '#contract/types.ts'
import { drawnSideOf, PAD_SIZE, padToImage } from '../../../../renderer/model/digits/pad.ts'

const line = [
  { x: 0.2 * PAD_SIZE, y: 0.1 * PAD_SIZE },
  { x: 0.6 * PAD_SIZE, y: 0.9 * PAD_SIZE },
]

test('a drawing becomes the image that the command line makes of the same strokes', () => {
  expect(padToImage([line], 28)).toEqual(drawingToImage([line], { side: 28 }))
  expect(padToImage([line], 16)).toEqual(drawingToImage([line], { side: 16 }))
})

test('a dot stays a dot, and an empty pad is no image', () => {
  const [at, beside] = [line[0]!, { x: line[0]!.x + 3, y: line[0]!.y }]
  const inked = (image: Uint8Array | null): number => image!.filter((pixel) => pixel > 0).length
  expect(inked(padToImage([[at, beside]], 28))).toBeLessThan(
    inked(drawingToImage([[at, beside]], { side: 28 })) / 2,
  )
  expect(padToImage([], 28)).toBeNull()
})

test('a network that takes no square grey images takes no drawing', () => {
  const run = (inputSize: number) =>
    ({ recipe: { ...LECTURE_RECIPE, inputSize }, unknownFields: [] }) as unknown as RunSummary
  expect(drawnSideOf(run(784), () => undefined)).toBe(28)
  expect(drawnSideOf(run(256), () => undefined)).toBe(16)
  expect(drawnSideOf(run(785), () => undefined)).toBeNull()
})
