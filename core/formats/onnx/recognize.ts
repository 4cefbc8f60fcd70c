import { FormatError } from '../format-error.ts'
import { MODEL } from './fields.ts'
import { readFields } from './protobuf-reader.ts'

/** Fields of a model that are whole numbers; the others are messages or texts. */
const WHOLE: ReadonlySet<number> = new Set([MODEL.irVersion, MODEL.modelVersion])
const KNOWN: ReadonlySet<number> = new Set(Object.values(MODEL))
/** What stands after the version of a file that is cut off within its graph. */
const TAG_OF_GRAPH = MODEL.graph * 8 + 2
/** Of the intermediate representation; the newest is 13. */
const HIGHEST_IR_VERSION = 1000

/**
 * Whether a file begins as an ONNX model does, which has no mark of its own: a version, and fields of a model alone, at
 * least one of them besides, until the file ends or breaks off.
 */
export function isModel(bytes: Uint8Array): boolean {
  let hasVersion = false
  let others = 0
  try {
    for (const { number, wireType, integer } of readFields(bytes, 'Model')) {
      if (!KNOWN.has(number) || wireType !== (WHOLE.has(number) ? 0 : 2)) break
      if (number === MODEL.irVersion) {
        if (integer < 1 || integer > HIGHEST_IR_VERSION) return false
        hasVersion = true
      } else others++
      if (number === MODEL.graph) break
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return hasVersion && (others > 0 || bytes[2] === TAG_OF_GRAPH)
  }
  return hasVersion && others > 0
}
