import { z } from 'zod'
import { WRITABLE_FORMAT_NAMES } from '#core/formats/registry.ts'
import { call, longCall } from '../define-calls.ts'
import type { Judgement } from '#core/importing/judge-answers.ts'
import { bytes, dataSet, digitIds, epoch, idsOfRuns, importAnswers, runId, runIds } from '../fields.ts'
import { LARGEST_CONTENT_BYTES, REPORT_RUN_LIMIT, SHOWN_COLOUR_COUNT } from '../limits.ts'
import {
  EXPORTED_WEIGHTS,
  type FileWorkProgress,
  type ImportedFile,
  type OwnDigitsImported,
  type WrittenCheck,
} from '../types.ts'

const fileId = z.uuid('File: expected the id of one that was chosen')
const oneFile = z.strictObject({ fileId })
const content = z
  .union([z.string(), bytes('Content')], 'Content: expected text or bytes')
  .refine(({ length }) => length <= LARGEST_CONTENT_BYTES, 'Content: expected 32 MB at most')

/** What is chosen where a format leaves a choice, as in `{ input: 'image' }`. */
const formatOptions = z
  .record(z.string().max(50), z.string().max(50))
  .refine((options) => Object.keys(options).length <= 10, 'Options: expected 10 at most')

/**
 * Files that a person chose in the window, which names them by the ids that it got for them: `OpenedFile` to read,
 * `SaveTarget` to write. Their bytes go between the disk and the backend.
 */
export const fileCalls = {
  /** Writes runs as a file that another workbench can import. Cancelled, it leaves the file as it was. */
  exportRuns: longCall(z.strictObject({ fileId, runIds, weights: z.enum(EXPORTED_WEIGHTS).optional() }))
    .reports<FileWorkProgress>()
    .returns<{ readonly sizeBytes: number }>(),
  /**
   * Takes what a file holds: runs, of a file of them or a whole store, each once and all of them or none; or a network's
   * weights, whose format is recognized. Weights that leave something open are imported with answers alone; without them the
   * answer says what is open. Cancelled, it leaves the store as it was.
   */
  importFile: longCall(
    z.strictObject({
      fileId,
      answers: importAnswers.optional(),
      /** The images that the answers were judged on, see `judgeWeights`. */
      judgedOn: z.strictObject({ dataSet: z.string().max(1000), imageCount: z.int().min(1) }).optional(),
    }),
  )
    .reports<FileWorkProgress>()
    .returns<ImportedFile>(),
  /**
   * How many test images of a data set a file's weights read right with each answer to what the file leaves open; reports the
   * share done. Each answer is judged beside those that are named, else beside those that serve best.
   */
  judgeWeights: longCall(z.strictObject({ fileId, dataSet, beside: importAnswers.optional() }))
    .reports<number>()
    .returns<Judgement>(),
  /** Writes all measures of these runs as CSV (RFC 4180), a line an epoch. */
  exportMeasures: call(z.strictObject({ fileId, runIds })).returnsNothing(),
  /** Writes the weights of an epoch, by default the one of `defaultEpoch`, and reads the file again. */
  exportWeights: call(
    z.strictObject({
      fileId,
      runId,
      epoch: epoch.optional(),
      format: z.enum(WRITABLE_FORMAT_NAMES),
      options: formatOptions.optional(),
    }),
  ).returns<WrittenCheck | null>(),
  /** Writes a report of runs with results, curves, settings and notes, as one HTML page. */
  exportReport: call(
    z.strictObject({
      fileId,
      runIds: idsOfRuns(REPORT_RUN_LIMIT, `Report: expected ${REPORT_RUN_LIMIT} runs at most`),
      /** Of each of them, counted from 1, as the window shows them; by default those that were chosen for them. */
      colours: z
        .array(z.int().min(1).max(SHOWN_COLOUR_COUNT, `Colour: expected ${SHOWN_COLOUR_COUNT} at most`))
        .max(REPORT_RUN_LIMIT)
        .optional(),
    }),
  ).returnsNothing(),
  /** Adds the drawings of a file, one a line, to the digits of one's own, each once and all of them or none. */
  importDigits: call(oneFile).returns<OwnDigitsImported>(),
  /** Writes digits of one's own as drawings, one a line; by default all. */
  exportDigits: call(z.strictObject({ fileId, ids: digitIds.optional() })).returnsNothing(),
  /** Writes what the window made itself, as a chart or a recipe. */
  write: call(z.strictObject({ fileId, content })).returnsNothing(),
  /** A small file of text, as a recipe; or one of drawings, which may be larger. */
  readText: call(z.strictObject({ fileId, isDrawings: z.boolean().optional() })).returns<string>(),
  /** Forgets a file; a copy of it that was made for the window goes. */
  drop: call(oneFile).returnsNothing(),
}
