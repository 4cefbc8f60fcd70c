import type { Shared } from './shares.ts'

/** A way to slant digits. */
export interface Slant extends Shared {
  readonly name: string
  /** x gained per y lost: mean and standard deviation. */
  readonly mean: number
  readonly deviation: number
}

/** A kind of pen. */
export interface Pen extends Shared {
  readonly name: string
  /** Width in pixels of the finished image: median, and standard deviation of its logarithm. */
  readonly width: number
  readonly deviation: number
}

/** How carefully digits are written: factors on the spreads of `jitter`, `wobble`, `lift` and the ends of strokes. */
export interface Care extends Shared {
  readonly name: string
  readonly factor: number
  /** Standard deviation of each point along the pen's way, as of a hand that trembles. */
  readonly tremble: number
}

/** How strokes begin and end. */
export interface StrokeEnds {
  /** How far an end overshoots or, below 0, stops short, standard deviation. */
  readonly overshoot: number
  /** Share of the ends that have a hook, and its length. */
  readonly hookShare: number
  readonly hookLength: number
}

/** How a digit stands on the average beside the others. */
export interface DigitPosture {
  /** Added to its slant. */
  readonly lean: number
  /** Added to the logarithm of its width. */
  readonly width: number
  /** Added to the growth of its upper half. */
  readonly balance: number
}

/** How much hands differ, in units of the shapes' frame (100 high) or as said. */
export interface PenSpread {
  /** Points drawn per control point of a curve: the fewer, the quicker, as long as no corner is seen at 28 × 28 pixels. */
  readonly steps: number
  /** How far a hand goes beyond the shapes of a style, as a share of the way from their mean; 0: never. */
  readonly beyond: number
  /** Standard deviation of each control point. */
  readonly jitter: number
  readonly slants: readonly Slant[]
  /** By digit; a digit that has none stands like the others. */
  readonly postures: readonly DigitPosture[]
  /** Rotation in radians, standard deviation. */
  readonly rotation: number
  /** Logarithm of a factor on the width, mean and standard deviation. */
  readonly aspectMean: number
  readonly aspect: number
  /** How much the upper half grows at the cost of the lower, standard deviation. */
  readonly balance: number
  /** How much the top is wider than the bottom, standard deviation. */
  readonly taper: number
  /** Waves in the plane, about as long as the digit is high: amplitude of each, standard deviation. */
  readonly warp: number
  /** Bend of the whole digit to one side, standard deviation. */
  readonly bend: number
  /** Deviation along the pen's way in three waves: amplitude of the first, standard deviation; the others have ½ and ⅓. */
  readonly wobble: number
  /** Offset of a stroke after the first, standard deviation. */
  readonly lift: number
  readonly pens: readonly Pen[]
  readonly care: readonly Care[]
  /** Null: strokes end where their shapes do. */
  readonly ends: StrokeEnds | null
}
