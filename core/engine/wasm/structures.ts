import type { KernelMemory } from './kernel-memory.ts'

/*
 * The descriptions that the kernels read, field by field in the order of kernels/structures.ts. Every field has 4 bytes.
 */

export const LAYER_FIELDS = {
  inputs: 'i32',
  units: 'i32',
  vectors: 'i32',
  stride: 'i32',
  activation: 'i32',
  setting: 'f32',
  hasBatchNorm: 'i32',
  dropsOut: 'i32',
  dropoutThreshold: 'i32',
  dropoutFactor: 'f32',
  dropoutKey1: 'i32',
  dropoutKey2: 'i32',
  weights: 'i32',
  biases: 'i32',
  gamma: 'i32',
  beta: 'i32',
  runningMean: 'i32',
  runningVariance: 'i32',
  z: 'i32',
  s: 'i32',
  a: 'i32',
  out: 'i32',
  d: 'i32',
  hat: 'i32',
  mean: 'i32',
  inverse: 'i32',
  dGamma: 'i32',
  dBeta: 'i32',
  below: 'i32',
  belowStride: 'i32',
  belowD: 'i32',
} as const

export const NET_FIELDS = {
  layerCount: 'i32',
  layers: 'i32',
  threads: 'i32',
  job: 'i32',
  examples: 'i32',
  firstExample: 'i32',
  ordered: 'i32',
  pixels: 'i32',
  order: 'i32',
  source: 'i32',
  starts: 'i32',
  indices: 'i32',
  values: 'i32',
  labels: 'i32',
  table: 'i32',
  augmentation: 'i32',
  loss: 'i32',
  hasOutputSlope: 'i32',
  isTraining: 'i32',
  usesBatchStatistics: 'i32',
  movesStatistics: 'i32',
  normEpsilon: 'f32',
  normMomentum: 'f32',
  unbiased: 'f32',
  inverseExamples: 'f32',
  mode: 'i32',
  isPenalized: 'i32',
  l1: 'f32',
  l2: 'f32',
  scale: 'f32',
  directRate: 'f32',
  optimizer: 'i32',
  learningRate: 'f32',
  decay1: 'f32',
  rest1: 'f32',
  decay2: 'f32',
  rest2: 'f32',
  epsilon: 'f32',
  correction: 'f32',
  kept: 'f32',
  gradientFactor: 'f32',
  parameters: 'i32',
  parameterVectors: 'i32',
  toGradient: 'i32',
  toMemory1: 'i32',
  toMemory2: 'i32',
  losses: 'i32',
  hits: 'i32',
  listEnds: 'i32',
  listEntries: 'i32',
  scratch: 'i32',
  scratchSize: 'i32',
  sync: 'i32',
} as const

export const AUGMENTATION_FIELDS = {
  key: 'i32',
  settings: 'i32',
  weights: 'i32',
  weightCount: 'i32',
  rows: 'i32',
  columns: 'i32',
  source: 'i32',
  starts: 'i32',
  indices: 'i32',
  values: 'i32',
  labels: 'i32',
  room: 'i32',
  scratch: 'i32',
  scratchSize: 'i32',
  planeStride: 'i32',
  planeSize: 'i32',
  acrossStride: 'i32',
  alongStride: 'i32',
  fieldSize: 'i32',
} as const

type Fields = Readonly<Record<string, 'i32' | 'f32'>>
export type LayerField = keyof typeof LAYER_FIELDS
export type NetField = keyof typeof NET_FIELDS
/** Some fields of the network's description. */
export type NetFields = Readonly<Partial<Record<NetField, number>>>
export type AugmentationField = keyof typeof AUGMENTATION_FIELDS

/** Bytes of a description. */
export const sizeOf = (fields: Fields): number => 4 * Object.keys(fields).length

/** One description in the kernels' memory. */
export class Structure<Field extends string> {
  readonly address: number
  readonly #memory: KernelMemory
  readonly #fields = new Map<string, { readonly index: number; readonly isFloat: boolean }>()

  constructor(memory: KernelMemory, address: number, fields: Readonly<Record<Field, 'i32' | 'f32'>>) {
    this.#memory = memory
    this.address = address
    Object.entries(fields).forEach(([name, type], i) => {
      this.#fields.set(name, { index: address / 4 + i, isFloat: type === 'f32' })
    })
  }

  set(field: Field, value: number): void {
    const { index, isFloat } = this.#fields.get(field)!
    if (isFloat) this.#memory.f32[index] = value
    else this.#memory.i32[index] = value
  }

  get(field: Field): number {
    const { index, isFloat } = this.#fields.get(field)!
    return isFloat ? this.#memory.f32[index]! : this.#memory.i32[index]!
  }

  setAll(values: Readonly<Partial<Record<Field, number>>>): void {
    for (const field in values) this.set(field, values[field]!)
  }
}
