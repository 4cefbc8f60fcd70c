import { describe, expect, it } from 'vitest'
import { drawingToImage } from '#core/data/network-input.ts'
import { strokeDrawingToImage } from '#core/data/stroke-drawing.ts'
import { readStrokeDrawing } from '#core/formats/read-stroke-drawing.ts'

const write = (change: object): string =>
  JSON.stringify({
    width: 280,
    height: 280,
    strokes: [
      [
        [100, 40],
        [140, 240, 16, 0.5],
      ],
    ],
    ...change,
  })

describe('a drawing as a line of JSON', () => {
  it('becomes the image that the pad makes of the same strokes', () => {
    const drawing = readStrokeDrawing(write({ label: 1 }))
    expect(drawing.label).toBe(1)
    const strokes = [
      [
        { x: 100, y: 40 },
        { x: 140, y: 240 },
      ],
    ]
    expect(strokeDrawingToImage(drawing, 28)).toEqual(drawingToImage(strokes, { side: 28, dotSize: 24 }))
  })

  it('is the same whatever its unit is', () => {
    const small = write({
      width: 28,
      height: 28,
      strokes: [
        [
          [10, 4],
          [14, 24],
        ],
      ],
    })
    expect(strokeDrawingToImage(readStrokeDrawing(small), 28)).toEqual(
      strokeDrawingToImage(readStrokeDrawing(write({})), 28),
    )
  })

  it('stays small where it is a dot', () => {
    const dot = strokeDrawingToImage(
      readStrokeDrawing(
        write({
          strokes: [
            [
              [140, 140],
              [142, 141],
            ],
          ],
        }),
      ),
      28,
    )!
    expect(dot.filter((pixel) => pixel > 0).length).toBeLessThan(30)
  })

  it.each([
    ['[1, 2', 'expected a drawing as JSON, got a file that is cut off'],
    [write({ width: 0 }), 'width: expected a number above 0 and at most 1,000,000,000, got 0'],
    [write({ height: undefined }), 'height: expected a number above 0'],
    [write({ label: 1.5 }), 'label: expected a whole number'],
    [write({ strokes: [[[1]]] }), 'strokes: expected points of x and y'],
    [write({ strokes: [[[1, 2, 3, 4, 5]]] }), 'strokes: expected points of at most four numbers'],
    [write({ strokes: [[[1, null]]] }), 'strokes.0.0.1: expected number, got null'],
    [write({ digit: 7 }), '"digit"'],
  ])('is refused as %s', (line, message) => {
    expect(() => readStrokeDrawing(line)).toThrow(message)
  })

  it('is no image without a point', () => {
    expect(strokeDrawingToImage(readStrokeDrawing(write({ strokes: [] })), 28)).toBeNull()
  })
})
