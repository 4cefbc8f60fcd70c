import type { MiniBatch } from '../engine/engine.ts'
import { MOST_SPARSE_PIXELS, type WasmData } from '../engine/wasm/wasm-data.ts'
import { WasmEngine } from '../engine/wasm/wasm-engine.ts'
import { FormatError } from '../formats/format-error.ts'
import {
  l2Penalty,
  type VerifiedAnswers,
  type VerifiedEngine,
  type VerifiedNetwork,
} from './verified-engine.ts'

/** Labels are bytes. */
const MOST_OUTPUTS = 256

/** The float32 engine. @param isRelaxed with fused multiply-add */
export const verifiedWasm = (isRelaxed: boolean): VerifiedEngine => ({
  tolerance: 1e-4,
  // A saturated activation, of whose 1 − a or 1 + erf no digit is left, gives gradients up to this.
  noise: 1e-6,
  roundoff: 2 ** -24,
  largest: (2 - 2 ** -23) * 2 ** 127,
  run: (network) => {
    const labels = labelsOf(network)
    return inputWays(network, labels).flatMap((way) =>
      // A gradient that is kept goes to the optimizer at the end, else as soon as a part of it is there.
      [false, true].map((keepsGradient) => run(network, way, isRelaxed, keepsGradient)),
    )
  },
})

/** One way of handing over the inputs: each is met by kernels of its own. */
interface InputWay {
  readonly isSparse: boolean
  readonly prepare: (engine: WasmEngine) => WasmData
  /** What each byte stands for, `(256)`, where the inputs go as bytes. */
  readonly values?: Float64Array
}

/** As rows of numbers always; where there are few enough different ones, also as bytes that stand for them. */
function inputWays({ recipe, m, x }: VerifiedNetwork, labels: Uint8Array): InputWay[] {
  const ways: InputWay[] = [{ isSparse: false, prepare: (engine) => engine.prepareInputs(x, labels) }]
  // Byte 0 is the input 0, which sparse rows leave out.
  const bytes = new Map([...new Set([0, ...x])].map((value, byte) => [value, byte]))
  if (bytes.size > 256) return ways
  const values = new Float64Array(256)
  bytes.forEach((byte, value) => (values[byte] = value))
  const { inputSize } = recipe
  const images = {
    count: m,
    rows: 1,
    columns: inputSize,
    images: Uint8Array.from(x, (value) => bytes.get(value)!),
    labels,
  }
  const prepare = (engine: WasmEngine): WasmData => engine.prepare(images)
  ways.push({ isSparse: false, prepare, values })
  if (inputSize <= MOST_SPARSE_PIXELS) ways.push({ isSparse: true, prepare, values })
  return ways
}

/** @throws FormatError where the targets are not labels, which is all that the kernels know */
function labelsOf({ m, y }: VerifiedNetwork): Uint8Array {
  const outputs = y.length / m
  if (outputs > MOST_OUTPUTS) {
    throw new FormatError(
      `Reference vectors: expected at most ${MOST_OUTPUTS} outputs for a WebAssembly engine, got ${outputs}`,
    )
  }
  return Uint8Array.from({ length: m }, (_, i) => {
    const row = y.subarray(i * outputs, (i + 1) * outputs)
    const label = row.indexOf(1)
    if (label >= 0 && row.every((value, j) => value === Number(j === label))) return label
    throw new FormatError(
      `Reference vectors: y.${i}: expected one 1 among zeros, since the WebAssembly engines take labels, got ${row.join(', ')}`,
    )
  })
}

function run(
  { recipe, layout, parameters, m, l2, steps }: VerifiedNetwork,
  { isSparse, prepare, values }: InputWay,
  isRelaxed: boolean,
  keepsGradient: boolean,
): VerifiedAnswers {
  const engine = new WasmEngine(recipe, { isRelaxed, isSparse, capacity: m })
  const data = prepare(engine)
  const load = (): void => {
    engine.load(parameters)
    if (values) engine.setInputValues(values)
  }
  const batch: MiniBatch<WasmData> = {
    data,
    order: Uint32Array.from({ length: m }, (_, i) => i),
    from: 0,
    to: m,
    penalty: { l1: 0, l2 },
    dropout: new Uint32Array(2 * layout.layers.length),
  }
  const { learningRate } = recipe.optimizer
  const step = (number: number, keeps: boolean): number => {
    const penalty = l2Penalty(layout, engine.readParameters(), l2)
    return engine.step(batch, { learningRate, step: number, keepsGradient: keeps }).lossSum / m + penalty
  }
  load()
  const loss = step(1, true)
  const read = (quantity: 'z' | 's' | 'a'): Float64Array[] =>
    layout.layers.map((_, k) => engine.readLayer(k, quantity, m))
  const before = { z: read('z'), s: read('s'), a: read('a'), loss, gradient: engine.readGradient() }
  load()
  const losses = Array.from({ length: steps }, (_, i) => step(i + 1, keepsGradient))
  return { ...before, losses, parameters: engine.readParameters() }
}
