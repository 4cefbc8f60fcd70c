/** An activation that treats each neuron by itself. */
export interface Activation {
  /** The formula, as a person reads it. */
  readonly formula: string
  /** a = f(z); finite for |z| up to 1e4. */
  readonly output: (z: number) => number
  /** f′(z), given z and a = f(z). */
  readonly derivative: (z: number, a: number) => number
  /** The largest |f′(z)|, about. */
  readonly steepest: number
}
