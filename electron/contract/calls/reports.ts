import { z } from 'zod'
import { call } from '../define-calls.ts'
import { runIds } from '../fields.ts'
import { REPORT_RUN_LIMIT } from '../limits.ts'
import type { ExportedFile } from '../types.ts'

/** Reports of runs. */
export const reportCalls = {
  /** A report of runs with results, curves, settings and notes, as one HTML page. */
  write: call(
    z.strictObject({
      runIds: runIds.max(REPORT_RUN_LIMIT, `Report: expected ${REPORT_RUN_LIMIT} runs at most`),
    }),
  ).returns<ExportedFile>(),
}
