import { exp } from '../../math/exponential.ts'
import { cos, sin } from '../../math/trigonometry.ts'
import type { Random } from '../../random/random.ts'
import type { PenPoint, PenStroke } from '../drawing.ts'
import { appendCurve } from './curve.ts'
import type { DigitShape, PenStyle, SmoothPiece } from './pen-style.ts'
import { STYLES_BY_DIGIT } from './styles.ts'

/**
 * How much hands differ, in units of the shapes' frame (100 high) or as said. Set so that pen digits have the slant,
 * aspect, brightness and thickness that MNIST's digits have on the average, and their spread.
 */
const SPREAD = {
  /** Standard deviation of each control point. */
  jitter: 2.4,
  /** x gained per y lost: mean and standard deviation. */
  slantMean: 0.12,
  slant: 0.24,
  /** Rotation in radians, standard deviation. */
  rotation: 0.08,
  /** Logarithm of a factor on the width, mean and standard deviation. */
  aspectMean: 0.12,
  aspect: 0.22,
  /** How much the upper half grows at the cost of the lower, standard deviation. */
  balance: 0.1,
  /** How much the top is wider than the bottom, standard deviation. */
  taper: 0.12,
  /** Waves in the plane, about as long as the digit is high: amplitude of each, standard deviation. */
  warp: 2.6,
  /** Bend of the whole digit to one side, standard deviation. */
  bend: 4,
  /** Deviation along the pen’s way in three waves: amplitude of the first, standard deviation; the others have ½ and ⅓. */
  wobble: 4,
  /** Offset of a stroke after the first, standard deviation. */
  lift: 2.5,
  /** Width of the pen in pixels: mean, and standard deviation of its logarithm. */
  penWidth: 2.45,
  penSpread: 0.3,
}

/** Number of points of a stroke from which on it wobbles in full, as an 8 or a 3 does; a stem has 13. */
const FULL_WOBBLE_POINTS = 48

/** A full turn, 2π. */
const TURN = 6.283185307179586

/** A written digit: its strokes in the shapes' frame, and the width of the pen in the finished image. */
export interface WrittenDigit {
  readonly strokes: readonly PenStroke[]
  readonly penWidth: number
}

/** Writes a digit once, in a style and by a hand that are both drawn from `random`. */
export function writeDigit(digit: number, random: Random): WrittenDigit {
  return writeInStyle(chooseStyle(STYLES_BY_DIGIT[digit]!, random), random)
}

/** Writes a digit once in the given style, by a hand drawn from `random`. */
function writeInStyle(style: PenStyle, random: Random): WrittenDigit {
  const shape = jitterShape(blendShapes(style.shapes, random), random)
  const place = drawPosture(random)
  const strokes = shape.map((pieces, k) => {
    const points: PenPoint[] = []
    for (const piece of pieces) appendCurve(points, piece)
    const lift = k === 0 ? 0 : SPREAD.lift
    const dx = lift * random.normal()
    const dy = lift * random.normal()
    return wobble(points, random).map(({ x, y }) => place(x + dx, y + dy))
  })
  const penWidth = SPREAD.penWidth * exp(SPREAD.penSpread * random.normal())
  return { strokes, penWidth: Math.min(5, Math.max(1.2, penWidth)) }
}

function chooseStyle(styles: readonly PenStyle[], random: Random): PenStyle {
  let rest = random.uniform() * styles.reduce((sum, style) => sum + style.weight, 0)
  for (const style of styles) {
    rest -= style.weight
    if (rest < 0) return style
  }
  return styles[styles.length - 1]!
}

/** A random mean of the shapes; it favours none, and often lies near one of them. */
function blendShapes(shapes: readonly DigitShape[], random: Random): DigitShape {
  const shares = shapes.map(() => random.uniform() ** 2)
  const total = shares.reduce((sum, share) => sum + share, 0)
  const blend = (pick: (shape: DigitShape) => PenPoint): PenPoint => {
    let x = 0
    let y = 0
    shapes.forEach((shape, k) => {
      const point = pick(shape)
      x += (shares[k]! / total) * point.x
      y += (shares[k]! / total) * point.y
    })
    return { x, y }
  }
  return shapes[0]!.map((stroke, i) =>
    stroke.map((piece, j) => piece.map((_, k) => blend((shape) => shape[i]![j]![k]!))),
  )
}

/** Moves each point a little; pieces stay joined at their corners. */
function jitterShape(shape: DigitShape, random: Random): DigitShape {
  const move = ({ x, y }: PenPoint): PenPoint => ({
    x: x + SPREAD.jitter * random.normal(),
    y: y + SPREAD.jitter * random.normal(),
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
 * Three waves along the pen's way, in x and in y: a hand is neither still nor straight. They are smaller in a stroke with
 * less to it: nobody waves a stem.
 */
function wobble(points: readonly PenPoint[], random: Random): PenPoint[] {
  const size = SPREAD.wobble * Math.min(1, points.length / FULL_WOBBLE_POINTS)
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

/** How the whole digit is slanted, turned, stretched and bent: a map of the frame's plane. */
function drawPosture(random: Random): (x: number, y: number) => PenPoint {
  const slant = SPREAD.slantMean + SPREAD.slant * random.normal()
  const angle = SPREAD.rotation * random.normal()
  const width = exp(SPREAD.aspectMean + SPREAD.aspect * random.normal())
  const balance = SPREAD.balance * random.normal()
  const taper = SPREAD.taper * random.normal()
  const bend = SPREAD.bend * random.normal()
  const warps = [drawWarp(random), drawWarp(random), drawWarp(random)]
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
  /** Phase gained over half the frame's width and height, in radians. */
  readonly u: number
  readonly v: number
  readonly phase: number
  readonly x: number
  readonly y: number
}

function drawWarp(random: Random): Warp {
  return {
    u: 1.5 * random.normal(),
    v: 2 * random.normal(),
    phase: TURN * random.uniform(),
    x: SPREAD.warp * random.normal(),
    y: SPREAD.warp * random.normal(),
  }
}
