import type { PenPoint, PenStroke } from '#core/data/drawing.ts'
import { Random } from '#core/random/random.ts'

/**
 * Capital letters that no digit is written like, as strokes of points `xy` in a frame of 0 to 6 by 0 to 9. B, C, D, G, I, J, L, O, P, Q,
 * S, T, U, V, Y and Z are left out: people write 0, 1, 2, 4, 5, 6, 7, 8 or 9 like them.
 */
const LETTERS = [
  '09 30 69, 15 55',
  '60 00 09 69, 04 54',
  '60 00 09, 04 44',
  '00 09, 60 69, 04 64',
  '00 09, 60 05 69',
  '09 00 35 60 69',
  '09 00 69 60',
  '09 00 50 62 53 04, 34 69',
  '00 29 33 49 60',
  '00 69, 60 09',
].map((letter) =>
  letter
    .split(', ')
    .map((stroke) => stroke.split(' ').map((point) => ({ x: Number(point[0]), y: Number(point[1]) }))),
)

export const SCRIBBLE_KINDS = ['lines', 'letter', 'dots', 'text', 'scrawl'] as const
export type ScribbleKind = (typeof SCRIBBLE_KINDS)[number]

/** A drawing on a pad of 280 × 280 that is no digit, drawn from a seed. */
export function makeScribble(kind: ScribbleKind, index: number): PenStroke[] {
  const random = new Random(20, 'no digit', kind, index)
  const between = (low: number, high: number): number => low + (high - low) * random.uniform()
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1))
  const point = (): PenPoint => ({ x: between(15, 265), y: between(15, 265) })
  switch (kind) {
    case 'lines':
      return Array.from({ length: whole(4, 9) }, () => [point(), point()])
    case 'letter':
      return writeLetter(random, { x: 50, y: 40, width: between(22, 32), height: between(19, 24) })
    case 'dots':
      return Array.from({ length: whole(6, 40) }, () => [point()])
    case 'text': {
      const letters = whole(3, 6)
      const width = 240 / letters
      return Array.from({ length: letters }, (_, k) => ({
        x: 20 + k * width,
        y: 100 + between(-8, 8),
      })).flatMap((place) => writeLetter(random, { ...place, width: width / 8, height: between(7, 11) }))
    }
    case 'scrawl':
      return [scrawl(random)]
  }
}

interface Place {
  readonly x: number
  readonly y: number
  /** Of a sixth of a letter's width, and a ninth of its height. */
  readonly width: number
  readonly height: number
}

/** A letter by a hand with a slant, never twice alike. */
function writeLetter(random: Random, { x, y, width, height }: Place): PenStroke[] {
  const letter = LETTERS[Math.floor(random.uniform() * LETTERS.length)]!
  const slant = 0.15 * random.normal()
  const shake = (): number => 0.25 * random.normal()
  return letter.map((stroke) =>
    stroke.map((at) => {
      const [px, py] = [at.x + shake(), at.y + shake()]
      return { x: x + width * px + slant * height * (9 - py), y: y + height * py }
    }),
  )
}

/** Crossing something out: a pen that swings fast from side to side in both directions. */
function scrawl(random: Random): PenStroke {
  const swings = [0, 1, 2, 3].map(() => ({
    turns: 3 + 6 * random.uniform(),
    phase: 2 * Math.PI * random.uniform(),
    size: 40 + 40 * random.uniform(),
  }))
  return Array.from({ length: 200 }, (_, k) => {
    const [a, b, c, d] = swings.map(
      ({ turns, phase, size }) => size * Math.sin((2 * Math.PI * turns * k) / 200 + phase),
    )
    return { x: 140 + a! + b!, y: 140 + c! + d! }
  })
}
