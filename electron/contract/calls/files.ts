import { z } from 'zod'
import { WRITABLE_FORMAT_NAMES } from '#core/formats/registry.ts'
import { call } from '../define-calls.ts'
import { bytes, epoch, runId, runIds } from '../fields.ts'
import { RUN_FILE_PIECE_BYTES } from '../limits.ts'
import {
  EXPORTED_WEIGHTS,
  type ExportedFile,
  type ExportedNetwork,
  type HeldRunFile,
  type RunImport,
  type RunSummary,
} from '../types.ts'

const fileId = z.uuid('File: expected the id of one that is on its way')
const fileName = z.string().min(1).max(1000)
const oneFile = z.strictObject({ fileId })

/** Files in and out. */
export const fileCalls = {
  /** All measures of these runs as CSV (RFC 4180), a line an epoch. */
  exportMeasures: call(z.strictObject({ runIds })).returns<ExportedFile>(),
  /** The weights of an epoch, by default the one of `defaultEpoch`, as a file. */
  exportWeights: call(
    z.strictObject({ runId, epoch: epoch.optional(), format: z.enum(WRITABLE_FORMAT_NAMES) }),
  ).returns<ExportedNetwork>(),
  /** Writes runs as a file that another workbench can import; `readRunFile` fetches it, `dropRunFile` ends that. */
  exportRuns: call(
    z.strictObject({ runIds, weights: z.enum(EXPORTED_WEIGHTS).optional() }),
  ).returns<HeldRunFile>(),
  /** A piece of a file of runs; empty at its end. */
  readRunFile: call(z.strictObject({ fileId, offset: z.int().min(0) })).returns<Uint8Array>(),
  /** Begins to bring a file of runs, or a whole store; `sendImport` adds its pieces in order. */
  beginImport: call(z.strictObject({ fileName })).returns<{ fileId: string }>(),
  sendImport: call(
    z.strictObject({
      fileId,
      piece: bytes('Piece').refine(
        (piece) => piece.length <= RUN_FILE_PIECE_BYTES,
        'Piece: expected 4 MB at most',
      ),
    }),
  ).returnsNothing(),
  /** Adds the runs of a file that was brought whole, each once; all of them or none. */
  importRuns: call(oneFile).returns<RunImport>(),
  /** Forgets a file that is on its way. */
  dropRunFile: call(oneFile).returnsNothing(),
  /** Reads a file with a network's weights, whose format is recognized, as a run with status `imported`. */
  importNetwork: call(z.strictObject({ fileName, bytes: bytes('File') })).returns<RunSummary>(),
}
