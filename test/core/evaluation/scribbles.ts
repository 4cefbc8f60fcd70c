import type { PenPoint, PenStroke } from '#core/data/drawing.ts'
import { Random } from '#core/random/random.ts'

/** Letters that no digit is written like, as polylines in a frame 60 wide and 100 high. */
const LETTERS: readonly (readonly (readonly [number, number])[])[][] = [
  [
    [
      [0, 100],
      [30, 0],
      [60, 100],
    ],
    [
      [12, 60],
      [48, 60],
    ],
  ],
  [
    [
      [60, 0],
      [0, 0],
      [0, 100],
      [60, 100],
    ],
    [
      [0, 50],
      [45, 50],
    ],
  ],
  [
    [
      [0, 0],
      [0, 100],
    ],
    [
      [60, 0],
      [60, 100],
    ],
    [
      [0, 50],
      [60, 50],
    ],
  ],
  [
    [
      [0, 0],
      [0, 100],
    ],
    [
      [60, 0],
      [0, 55],
      [60, 100],
    ],
  ],
  [
    [
      [0, 100],
      [0, 0],
      [30, 60],
      [60, 0],
      [60, 100],
    ],
  ],
  [
    [
      [0, 0],
      [15, 100],
      [30, 40],
      [45, 100],
      [60, 0],
    ],
  ],
  [
    [
      [0, 0],
      [60, 100],
    ],
    [
      [60, 0],
      [0, 100],
    ],
  ],
]

export const SCRIBBLE_KINDS = ['lines', 'letter', 'dots', 'text', 'scrawl'] as const
export type ScribbleKind = (typeof SCRIBBLE_KINDS)[number]

/** A drawing on a pad of 280 × 280 that is no digit, drawn from a seed. */
export function makeScribble(kind: ScribbleKind, index: number): PenStroke[] {
  const random = new Random(1, 'scribble', kind, index)
  const between = (low: number, high: number): number => low + (high - low) * random.uniform()
  const point = (): PenPoint => ({ x: between(20, 260), y: between(20, 260) })
  const letter = (x: number, y: number, size: number): PenStroke[] =>
    LETTERS[Math.floor(random.uniform() * LETTERS.length)]!.map((stroke) =>
      stroke.map(([px, py]) => ({
        x: x + size * (px / 100 + 0.03 * random.normal()),
        y: y + size * (py / 100 + 0.03 * random.normal()),
      })),
    )
  switch (kind) {
    case 'lines':
      return Array.from({ length: 3 + Math.floor(between(0, 5)) }, () => [point(), point()])
    case 'letter':
      return letter(60, 40, 200)
    case 'dots':
      return Array.from({ length: 5 + Math.floor(between(0, 20)) }, () => [point()])
    case 'text':
      return [0, 1, 2, 3].flatMap((k) => letter(15 + 65 * k, 110, 80))
    case 'scrawl':
      return [Array.from({ length: 12 + Math.floor(between(0, 20)) }, point)]
  }
}
