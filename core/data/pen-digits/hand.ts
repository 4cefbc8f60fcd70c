import { exp } from '../../math/exponential.ts'
import { cos, sin } from '../../math/trigonometry.ts'
import type { Random } from '../../random/random.ts'
import type { PenPoint, PenStroke } from '../drawing.ts'
import { appendCurve } from './curve.ts'
import type { PenEdition, SharedStyle } from './pen-edition.ts'
import type { Care, DigitPosture, PenSpread } from './pen-spread.ts'
import type { DigitShape, PenStyle, SmoothPiece } from './pen-style.ts'
import { chooseByShare } from './shares.ts'
import { finishEnds } from './stroke-ends.ts'

/** Number of control points of a stroke from which on it wobbles in full, as an 8 or a 3 does; a stem has 3. */
const FULL_WOBBLE_POINTS = 8

/** A full turn, 2π. */
const TURN = 6.283185307179586

/** Widths of pens, in pixels of the finished image, are held between these. */
const PEN_WIDTHS = { least: 1.2, most: 5 }

const USUAL_POSTURE: DigitPosture = { lean: 0, width: 0, balance: 0 }

/** A written digit: its strokes in the shapes' frame, and the width of the pen in the finished image. */
export interface WrittenDigit {
  readonly strokes: readonly PenStroke[]
  readonly penWidth: number
}

/** Writes a digit once, in a style and by a hand that are both drawn from `random`. */
export function writeDigit(digit: number, random: Random, edition: PenEdition): WrittenDigit {
  return writeInStyle(chooseStyle(digit, random, edition), random, edition.spread)
}

/** The style in which `writeDigit` writes, which is the first that it draws from `random`. */
export function chooseStyle(digit: number, random: Random, edition: PenEdition): SharedStyle {
  return chooseByShare(edition.stylesByDigit[digit]!, random)
}

/** Writes a digit once in the given style, by a hand drawn from `random`. */
export function writeInStyle(style: PenStyle, random: Random, spread: PenSpread): WrittenDigit {
  const care = chooseByShare(spread.care, random)
  const shape = jitterShape(
    blendShapes(style.shapes, spread.beyond, random),
    care.factor * spread.jitter,
    random,
  )
  const place = drawPosture(style.digit, spread, random)
  const strokes = shape.map((pieces, k) => {
    let points: PenPoint[] = []
    for (const piece of pieces) appendCurve(points, piece, spread.steps)
    if (spread.ends !== null) points = finishEnds(points, spread.ends, care.factor, random)
    const lift = k === 0 ? 0 : care.factor * spread.lift
    const dx = lift * random.normal()
    const dy = lift * random.normal()
    const waved = wobble(points, care.factor * spread.wobble, FULL_WOBBLE_POINTS * spread.steps, random)
    return tremble(waved, care, random).map(({ x, y }) => place(x + dx, y + dy))
  })
  const pen = chooseByShare(spread.pens, random)
  const penWidth = pen.width * exp(pen.deviation * random.normal())
  return { strokes, penWidth: Math.min(PEN_WIDTHS.most, Math.max(PEN_WIDTHS.least, penWidth)) }
}

/**
 * A random mean of the shapes; it favours none, and often lies near one of them.
 * @param beyond moves it away from the mean of all by so much of the way to it
 */
function blendShapes(shapes: readonly DigitShape[], beyond: number, random: Random): DigitShape {
  const drawn = shapes.map(() => random.uniform() ** 2)
  const total = drawn.reduce((sum, share) => sum + share, 0)
  const shares = drawn.map((share) => (1 + beyond) * (share / total) - beyond / shapes.length)
  const blend = (pick: (shape: DigitShape) => PenPoint): PenPoint => {
    let x = 0
    let y = 0
    shapes.forEach((shape, k) => {
      const point = pick(shape)
      x += shares[k]! * point.x
      y += shares[k]! * point.y
    })
    return { x, y }
  }
  return shapes[0]!.map((stroke, i) =>
    stroke.map((piece, j) => piece.map((_, k) => blend((shape) => shape[i]![j]![k]!))),
  )
}

/** Moves each point a little, `jitter` being the standard deviation; pieces stay joined at their corners. */
function jitterShape(shape: DigitShape, jitter: number, random: Random): DigitShape {
  const move = ({ x, y }: PenPoint): PenPoint => ({
    x: x + jitter * random.normal(),
    y: y + jitter * random.normal(),
  })
  return shape.map((stroke) => {
    const moved: SmoothPiece[] = []
    for (const piece of stroke) {
      const corner = moved.at(-1)?.at(-1)
      moved.push(corner === undefined ? piece.map(move) : [corner, ...piece.slice(1).map(move)])
    }
    return moved
  })
}

/**
 * Three waves along the pen’s way, in x and in y: a hand is neither still nor straight. They are smaller in a stroke with
 * less to it: nobody waves a stem.
 */
function wobble(
  points: readonly PenPoint[],
  amplitude: number,
  fullLength: number,
  random: Random,
): PenPoint[] {
  const size = amplitude * Math.min(1, points.length / fullLength)
  const waves = [1, 2, 3].map((wave) => ({
    wave,
    x: (size / wave) * random.normal(),
    y: (size / wave) * random.normal(),
    phase: TURN * random.uniform(),
  }))
  return points.map((point, k) => {
    let { x, y } = point
    for (const { wave, x: dx, y: dy, phase } of waves) {
      const level = sin((TURN * wave * k) / points.length + phase)
      x += dx * level
      y += dy * level
    }
    return { x, y }
  })
}

/** Moves each point along the way on its own. */
function tremble(points: readonly PenPoint[], care: Care, random: Random): readonly PenPoint[] {
  if (care.tremble === 0) return points
  return points.map(({ x, y }) => ({
    x: x + care.tremble * random.normal(),
    y: y + care.tremble * random.normal(),
  }))
}

/** How the whole digit is slanted, turned, stretched and bent: a map of the frame’s plane. */
function drawPosture(digit: number, spread: PenSpread, random: Random): (x: number, y: number) => PenPoint {
  const own = spread.postures[digit] ?? USUAL_POSTURE
  const hand = chooseByShare(spread.slants, random)
  const slant = hand.mean + own.lean + hand.deviation * random.normal()
  const angle = spread.rotation * random.normal()
  const width = exp(spread.aspectMean + own.width + spread.aspect * random.normal())
  const balance = own.balance + spread.balance * random.normal()
  const taper = spread.taper * random.normal()
  const bend = spread.bend * random.normal()
  const warps = [drawWarp(spread.warp, random), drawWarp(spread.warp, random), drawWarp(spread.warp, random)]
  const cosine = cos(angle)
  const sine = sin(angle)
  return (x, y) => {
    // u and v run from −1 to 1 over the frame
    const v = y / 50 - 1
    const u = x / 35 - 1
    let px = 35 * width * u * (1 - taper * v) + bend * (v * v - 0.5) - slant * 50 * v
    let py = 50 * (v + balance * (1 - v * v))
    for (const warp of warps) {
      const level = sin(warp.u * u + warp.v * v + warp.phase)
      px += warp.x * level
      py += warp.y * level
    }
    return { x: cosine * px - sine * py, y: sine * px + cosine * py }
  }
}

interface Warp {
  /** Phase gained over half the frame’s width and height, in radians. */
  readonly u: number
  readonly v: number
  readonly phase: number
  readonly x: number
  readonly y: number
}

function drawWarp(amplitude: number, random: Random): Warp {
  return {
    u: 1.5 * random.normal(),
    v: 2 * random.normal(),
    phase: TURN * random.uniform(),
    x: amplitude * random.normal(),
    y: amplitude * random.normal(),
  }
}
