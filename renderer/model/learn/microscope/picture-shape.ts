import type { Trace } from '#core/explain/trace-types.ts'
import type { MicroscopeState } from '../microscope-state.ts'
import type { PictureShape } from './picture.ts'

/** What of a network is drawn: all of it. */
export function pictureShape(
  trace: Trace,
  { isExpanded }: Pick<MicroscopeState, 'isExpanded'>,
): PictureShape {
  const layers = trace.sizes.map((units, k) => ({
    units: Array.from({ length: units }, (_, unit) => unit),
    rest: 0,
    batchNorm: k > 0 && trace.examples[0]?.layers[k - 1]?.normalization != null,
  }))
  return { layers, isExpanded }
}
