/** One layer of a traced example; lists are one number for each unit, matrices a row for each unit of the layer. */
export interface TracedLineLayer {
  /** A row for each unit, with a weight for each input of the layer. */
  readonly weights: readonly (readonly number[])[]
  readonly biases: readonly number[]
  /** The affine map's output. */
  readonly z: readonly number[]
  /** The activation's output. */
  readonly output: readonly number[]
  /** Derivatives of the loss by `output`; null where the loss cancels the activation's slope. */
  readonly dOutput: readonly number[] | null
  /** By `z`. */
  readonly dZ: readonly number[]
  /** By `weights`. */
  readonly dWeights: readonly (readonly number[])[]
  /** By `biases`. */
  readonly dBiases: readonly number[]
  /** What batch normalization makes of z, and derivatives; absent without it. */
  readonly normalization?: Readonly<Record<string, readonly number[]>>
}

/** Every number of the forward and backward pass of one example, in 64 bits. */
export interface TracedLine {
  /** What goes into the network. */
  readonly input: readonly number[]
  /** The wanted outputs. */
  readonly target: readonly number[]
  /** Of this example, without regularization. */
  readonly loss: number
  /** From the first. */
  readonly layers: readonly TracedLineLayer[]
}
