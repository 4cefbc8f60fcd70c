import { z } from 'zod'
import { WRITABLE_FORMAT_NAMES } from '#core/formats/registry.ts'
import { MAX_CLASSES } from '#core/data/class-names.ts'
import { boundedInteger } from '#core/recipe/bounds.ts'
import { checkRecipe, recipeSchema, type RecipeProblem } from '#core/recipe/recipe.ts'
import { exchangeInputs } from './exchange-inputs.ts'
import { NOTES_LIMIT, RUN_COLOUR_COUNT, TAG_COUNT_LIMIT, TAG_LIMIT, THREAD_LIMIT } from './limits.ts'
import { sweepInputs } from './sweep-inputs.ts'
import { keepEvery, thinningInputs } from './thinning-inputs.ts'
import { WorkbenchError, type WorkbenchApi } from './types.ts'
import { whatIfInputs } from './what-if-inputs.ts'

/** Characters of a run's name, at most. */
export const RUN_NAME_LIMIT = 120

/** Seeds of a learning curve, at most. */
export const MAX_CURVE_SEEDS = 5

const runId = z.string().regex(/^[0-9a-z]{4,32}$/, 'Run: expected an id of digits and small letters')
const epoch = z.int('Epoch: expected a whole number').min(-1, 'Epoch: expected −1 or more')
const dataSet = z.string().min(1, 'Data set: expected a name or a folder, got nothing')
const folder = z.string().min(1, 'Folder: expected a path, got nothing')
const inspectedPart = z.enum(['validation', 'test'])
const classIndex = z
  .int('Class: expected a whole number')
  .min(0)
  .max(MAX_CLASSES - 1)
const runIds = z.array(runId).min(1, 'Runs: expected one at least, got none').max(100_000)
const name = z
  .string()
  .trim()
  .min(1, 'Name: expected a text, got nothing')
  .max(RUN_NAME_LIMIT, `Name: expected at most ${RUN_NAME_LIMIT} characters`)
const threads = z
  .int('Threads: expected a whole number')
  .min(1, 'Threads: expected 1 or more')
  .max(THREAD_LIMIT, `Threads: expected at most ${THREAD_LIMIT}`)
  .optional()
const oneRun = z.strictObject({ runId })
const curveId = z
  .string()
  .regex(/^[\w-]{8,40}$/, 'Learning curve: expected an id of 8 to 40 letters and digits')
const tags = z
  .array(
    z
      .string()
      .trim()
      .min(1, 'Tag: expected a text, got nothing')
      .max(TAG_LIMIT, `Tag: expected at most ${TAG_LIMIT} characters`)
      .regex(/^[^\p{Cc},"]*$/u, 'Tag: expected one line without commas and quotes'),
  )
  .max(TAG_COUNT_LIMIT, `Tags: expected ${TAG_COUNT_LIMIT} at most`)
const colour = z
  .int('Colour: expected a whole number')
  .min(1, 'Colour: expected 1 or more')
  .max(RUN_COLOUR_COUNT, `Colour: expected at most ${RUN_COLOUR_COUNT}`)
const recordChanges = z.strictObject({
  notes: z.string().max(NOTES_LIMIT, `Notes: expected at most ${NOTES_LIMIT} characters`).optional(),
  addTags: tags.optional(),
  removeTags: tags.optional(),
  colour: colour.nullable().optional(),
  isStarred: z.boolean().optional(),
  isArchived: z.boolean().optional(),
})
const nothing = z.undefined('expected no argument')

/** The schema of the one argument of every call. */
export const apiInputs = {
  getInfo: nothing,
  listDataSets: nothing,
  addDataFolder: z.strictObject({ folder }),
  removeDataFolder: z.strictObject({ folder }),
  prepareDataSet: z.strictObject({ dataSet }),
  downloadMnist: nothing,
  cancelDownload: nothing,
  getDataSample: z.strictObject({
    dataSet,
    part: z.enum(['training', 'test']),
    offset: z.int().min(0),
    count: z.int().min(1).max(1000),
  }),
  listRuns: nothing,
  getRunList: z.strictObject({ count: z.int().min(1).optional(), before: runId.optional() }),
  getRun: oneRun,
  getEpochs: z.strictObject({ runIds }),
  startRun: z.strictObject({
    recipe: recipeSchema,
    name: name.optional(),
    from: z.strictObject({ runId, epoch: epoch.optional() }).optional(),
    threads,
    keepEvery: keepEvery.optional(),
  }),
  pauseRun: oneRun,
  resumeRun: z.strictObject({ runId, threads }),
  stepRun: z.strictObject({ runId, threads }),
  stopRun: oneRun,
  renameRun: z.strictObject({ runId, name }),
  editRuns: z.strictObject({ runIds, changes: recordChanges }),
  ...thinningInputs(runIds),
  exportMeasures: z.strictObject({ runIds }),
  deleteRuns: z.strictObject({ runIds }),
  restoreRuns: z.strictObject({ runIds }),
  exportRun: z.strictObject({ runId, epoch: epoch.optional(), format: z.enum(WRITABLE_FORMAT_NAMES) }),
  ...exchangeInputs,
  importNetwork: z.strictObject({
    fileName: z.string().min(1).max(1000),
    bytes: z.instanceof(Uint8Array, { error: 'File: expected bytes' }),
  }),
  predict: z.strictObject({
    runId,
    epoch: epoch.optional(),
    image: z.instanceof(Uint8Array, { error: 'Image: expected bytes' }),
  }),
  evaluateRun: z.strictObject({ runId, epoch: epoch.optional(), dataSet: dataSet.optional() }),
  inspectRun: z.strictObject({ runId, epoch: epoch.optional(), part: inspectedPart }),
  getConfusedImages: z.strictObject({
    runId,
    epoch: epoch.optional(),
    part: inspectedPart,
    label: classIndex,
    predicted: classIndex,
  }),
  compareRuns: z.strictObject({ a: runId, b: runId }),
  getDisagreements: z.strictObject({
    a: runId,
    b: runId,
    kind: z.enum(['only-a', 'only-b', 'neither']).optional(),
  }),
  diagnoseRun: z.strictObject({ runId, epoch: epoch.optional() }),
  checkRunGradient: z.strictObject({
    runId,
    epoch: epoch.optional(),
    defect: z.enum(['no-slope', 'no-bias']).optional(),
  }),
  drawLearningCurve: z.strictObject({
    curveId,
    runId,
    plan: z.strictObject({
      sizes: z
        .array(boundedInteger('Training images', 1, 10_000_000))
        .min(1, 'Amounts: expected one at least, got none')
        .max(20, 'Amounts: expected 20 at most'),
      seeds: z
        .array(boundedInteger('Seed', 0, 0xffff_ffff))
        .min(1, 'Seeds: expected one at least, got none')
        .max(MAX_CURVE_SEEDS, `Seeds: expected ${MAX_CURVE_SEEDS} at most`),
      epochs: boundedInteger('Epochs', 1, 100_000),
      equal: z.enum(['steps', 'epochs']),
    }),
  }),
  cancelLearningCurve: z.strictObject({ curveId }),
  ...whatIfInputs,
  ...sweepInputs,
} satisfies { [Method in keyof WorkbenchApi]: z.ZodType }

export type ApiMethod = keyof WorkbenchApi

/** Every call's name. */
export const API_METHODS = Object.keys(apiInputs) as ApiMethod[]

/**
 * Parses the argument of a call.
 * @throws WorkbenchError `invalid`, whose `problems` name the fields; those of a recipe count from the recipe itself,
 * as in `['layers', 0, 'units']`.
 */
export function parseInput<Method extends ApiMethod>(
  method: Method,
  value: unknown,
): z.output<(typeof apiInputs)[Method]> {
  const result = apiInputs[method].safeParse(value)
  if (result.success) return result.data as z.output<(typeof apiInputs)[Method]>
  const problems = result.error.issues.flatMap((issue): RecipeProblem[] =>
    issue.path[0] === 'recipe'
      ? []
      : [{ path: issue.path.filter((key) => typeof key !== 'symbol'), message: issue.message }],
  )
  if (isRecord(value) && 'recipe' in value) problems.unshift(...checkRecipe(value.recipe))
  else if (problems.length === 0)
    problems.push({ path: ['recipe'], message: 'Recipe: expected one, got none' })
  throw new WorkbenchError('invalid', problems.map(describe).join('; '), problems)
}

function describe({ path, message }: RecipeProblem): string {
  return path.length === 0 || message.includes(': ') ? message : `${path.join('.')}: ${message}`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
