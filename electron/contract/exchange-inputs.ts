import { z } from 'zod'
import { REPORT_RUN_LIMIT, RUN_FILE_PIECE_BYTES } from './limits.ts'
import { EXPORTED_WEIGHTS } from './types/exchange.ts'

const fileId = z.uuid('File: expected the id of one that is on its way')
const runIds = z
  .array(z.string().regex(/^[0-9a-z]{4,32}$/, 'Run: expected an id of digits and small letters'))
  .min(1, 'Runs: expected one at least, got none')
  .max(100_000)

/** The schemas of the calls that carry runs from one store to another. */
export const exchangeInputs = {
  exportRuns: z.strictObject({ runIds, weights: z.enum(EXPORTED_WEIGHTS).optional() }),
  writeReport: z.strictObject({
    runIds: runIds.max(REPORT_RUN_LIMIT, `Report: expected ${REPORT_RUN_LIMIT} runs at most`),
  }),
  readRunFile: z.strictObject({ fileId, offset: z.int().min(0) }),
  beginImport: z.strictObject({ fileName: z.string().min(1).max(1000) }),
  sendImport: z.strictObject({
    fileId,
    piece: z
      .instanceof(Uint8Array, { error: 'Piece: expected bytes' })
      .refine((piece) => piece.length <= RUN_FILE_PIECE_BYTES, 'Piece: expected 4 MB at most'),
  }),
  importRuns: z.strictObject({ fileId }),
  dropRunFile: z.strictObject({ fileId }),
}
