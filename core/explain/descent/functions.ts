/** A function of one or two numbers to walk down on, with its exact gradient. */
export interface DescentFunction {
  readonly id: DescentFunctionId
  /** Number of its variables: u, or u and v. */
  readonly dimensions: 1 | 2
  readonly value: (point: ArrayLike<number>) => number
  /** Writes ∂f/∂u and, with two variables, ∂f/∂v. */
  readonly gradient: (point: ArrayLike<number>, into: Float64Array) => void
  /** Where the picture begins and ends, for each variable. */
  readonly domain: readonly (readonly [number, number])[]
  /** Its lowest points. */
  readonly minima: readonly (readonly number[])[]
  /** Curvature of the steepest direction at the first minimum: plain descent arrives there below 2 divided by it. */
  readonly curvature: number
}

/** In the order in which a student meets them. */
export const DESCENT_FUNCTION_IDS = ['parabola', 'two-valleys', 'bowl', 'valley', 'saddle'] as const

export type DescentFunctionId = (typeof DESCENT_FUNCTION_IDS)[number]

/** ½ (u² + k v²) around 0: with a large k a long narrow valley along u. */
function quadratic(id: DescentFunctionId, k: number): DescentFunction {
  return {
    id,
    dimensions: 2,
    value: ({ 0: u = NaN, 1: v = NaN }) => (u * u + k * v * v) / 2,
    gradient: ({ 0: u = NaN, 1: v = NaN }, into) => {
      into[0] = u
      into[1] = k * v
    },
    domain: [
      [-5, 5],
      [-2, 2],
    ],
    minima: [[0, 0]],
    curvature: k,
  }
}

/** The functions of the descent view by their names. */
export const DESCENT_FUNCTIONS: Readonly<Record<DescentFunctionId, DescentFunction>> = {
  /** u² */
  parabola: {
    id: 'parabola',
    dimensions: 1,
    value: ({ 0: u = NaN }) => u * u,
    gradient: ({ 0: u = NaN }, into) => {
      into[0] = 2 * u
    },
    domain: [[-4, 4]],
    minima: [[0]],
    curvature: 2,
  },
  /** (u² − 1)² + 0.3 u: the left valley is the deeper one, and which one is found depends on the start. */
  'two-valleys': {
    id: 'two-valleys',
    dimensions: 1,
    value: ({ 0: u = NaN }) => (u * u - 1) * (u * u - 1) + 0.3 * u,
    gradient: ({ 0: u = NaN }, into) => {
      into[0] = 4 * u * (u * u - 1) + 0.3
    },
    domain: [[-1.8, 1.8]],
    minima: [[-1.035_578_714_088_853_7]],
    curvature: 12 * 1.035_578_714_088_853_7 ** 2 - 4,
  },
  /** ½ (u² + 10 v²) */
  bowl: quadratic('bowl', 10),
  /** ½ (u² + 100 v²) */
  valley: quadratic('valley', 100),
  /** ½ u² + ¼ v⁴ − ½ v²: two lowest points at v = ±1, and between them a saddle where the gradient is 0. */
  saddle: {
    id: 'saddle',
    dimensions: 2,
    value: ({ 0: u = NaN, 1: v = NaN }) => (u * u) / 2 + v ** 4 / 4 - (v * v) / 2,
    gradient: ({ 0: u = NaN, 1: v = NaN }, into) => {
      into[0] = u
      into[1] = v * v * v - v
    },
    domain: [
      [-3, 3],
      [-1.6, 1.6],
    ],
    minima: [
      [0, -1],
      [0, 1],
    ],
    curvature: 2,
  },
}
