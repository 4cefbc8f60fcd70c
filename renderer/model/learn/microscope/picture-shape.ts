import { cutNetwork, type NetworkCut } from '#core/explain/cut.ts'
import type { Trace } from '#core/explain/trace-types.ts'
import type { MicroscopeState } from '../microscope-state.ts'
import type { PictureShape } from './picture.ts'

/** Units of a layer that are drawn at most; a network with more in any layer is cut. */
const MOST_DRAWN = 8

/** The part of a large network that is drawn; null for one that is drawn whole. */
export function cutOf(trace: Trace, example: number, cut: MicroscopeState['cut']): NetworkCut | null {
  if (trace.sizes.every((units) => units <= MOST_DRAWN)) return null
  const hidden = trace.sizes.length - 2
  return cutNetwork(trace, {
    example,
    ...(cut !== null && {
      rule: cut.rule,
      ...(cut.output !== null && { output: cut.output }),
      ...(cut.pinned.length > 0 && { inputs: cut.pinned }),
      // The inputs that are drawn are those of this unit of the first hidden layer.
      ...(cut.hidden !== null && hidden > 0 && { chosen: [cut.hidden] }),
    }),
  })
}

/** The units of each layer that are drawn, the inputs first. */
export const drawnUnits = (trace: Trace, cut: NetworkCut | null): readonly (readonly number[])[] =>
  cut === null
    ? trace.sizes.map((units) => Array.from({ length: units }, (_, unit) => unit))
    : [cut.inputs, ...cut.layers.map(({ shown }) => shown)]

/** What of a network is drawn. */
export function pictureShape(
  trace: Trace,
  { isExpanded }: Pick<MicroscopeState, 'isExpanded'>,
  cut: NetworkCut | null = null,
): PictureShape {
  const last = trace.sizes.length - 1
  const layers = drawnUnits(trace, cut).map((units, k) => ({
    units,
    // Nothing comes after the outputs, so that no rest of them is part of a sum.
    rest: k === last ? 0 : trace.sizes[k]! - units.length,
    batchNorm: k > 0 && trace.examples[0]?.layers[k - 1]?.normalization != null,
  }))
  return { layers, isExpanded }
}
