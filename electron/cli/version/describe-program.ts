import { type Fusing, tryFusing } from '../../worker/fused-kernels.ts'
import manifest from '../../../package.json' with { type: 'json' }

/** Version, what runs it, and how wide its kernels compute: for reports of errors and of speed. */
export function describeProgram(): string {
  const { node, v8 } = process.versions
  return `${manifest.version}
Node ${node}, V8 ${v8}, ${process.platform} ${process.arch}
Kernels: ${KERNELS[tryFusing()]}
`
}

const KERNELS: Readonly<Record<Fusing, string>> = {
  fused: 'vectors of 256 bits, fused by V8',
  off: 'vectors of 128 bits, as BACKPROP_SIMD=128 asks for',
  unavailable: 'vectors of 128 bits, as this processor or this Node cannot fuse them',
  untested: 'vectors of 128 bits, as fused ones have not been tried with this V8',
  differs: 'vectors of 128 bits, as fused ones gave other results here; please report it',
}
