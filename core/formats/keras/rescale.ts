import type { FoundOperation } from '../chain-operations.ts'
import { FormatError } from '../format-error.ts'
import { numberOf } from './activations.ts'
import type { Config } from './model-config.ts'

/** Largest byte of a pixel. */
const BYTE = 255
/** Scales below this one bring bytes to about 1: 1/255, 1/127.5. */
const BYTE_SCALE = 0.05

/**
 * What a layer of x · scale + offset does. In front of all others it says how pixels become inputs: of bytes where it makes
 * numbers so much smaller, else of what the program has itself, p/255.
 * @throws FormatError where it has a scale for each value
 */
export function rescale(name: string, config: Config, isFirst: boolean, notes: string[]): FoundOperation {
  const scale = numberOf(name, config.scale ?? 1)
  const offset = numberOf(name, config.offset ?? 0)
  if (scale === 0) throw new FormatError(`${name}: expected a scale other than 0`)
  const isOfBytes = isFirst && Math.abs(scale) < BYTE_SCALE
  if (isFirst) {
    notes.push(
      isOfBytes
        ? `${name}: taken as the scale of pixels from 0 to 255.`
        : `${name}: taken as the scale of pixels from 0 to 1, as it hardly makes them smaller.`,
    )
  }
  const own = isOfBytes ? scale * BYTE : scale
  return {
    kind: 'scale',
    name,
    shift: offset === 0 ? 0 : -offset / own,
    scale: Math.abs(own - 1) < 1e-6 ? 1 : own,
  }
}
