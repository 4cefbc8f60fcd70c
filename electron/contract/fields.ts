import { ACTIVATION_NAMES } from '#core/activations/names.ts'
import { z } from 'zod'
import { boundedInteger } from '#core/recipe/bounds.ts'
import { activationFields } from '#core/recipe/layer-activation.ts'
import {
  KEEP_EVERY_LIMIT,
  MOST_OWN_DIGITS,
  PATH_LIMIT,
  PRESET_NAME_LIMIT,
  RUN_NAME_LIMIT,
  THREAD_LIMIT,
} from './limits.ts'

export const runId = z.string().regex(/^[0-9a-z]{4,32}$/, 'Run: expected an id of digits and small letters')
const RUNS_LIMIT = 100_000

/** Ids of runs, each once. @param most of them, and how a refusal says that */
export const idsOfRuns = (
  most = RUNS_LIMIT,
  message = `Runs: expected at most ${RUNS_LIMIT.toLocaleString('en-US')}`,
): z.ZodPipe<z.ZodArray<z.ZodString>, z.ZodTransform<string[], string[]>> =>
  z
    .array(runId)
    .min(1, 'Runs: expected one at least, got none')
    .max(RUNS_LIMIT, `Runs: expected at most ${RUNS_LIMIT.toLocaleString('en-US')}`)
    .transform((ids, context) => {
      const unique = [...new Set(ids)]
      if (unique.length > most) context.addIssue({ code: 'custom', message })
      return unique
    })
export const runIds = idsOfRuns()
export const runName = z
  .string()
  .trim()
  .min(1, 'Name: expected a text, but it is empty')
  .max(RUN_NAME_LIMIT, `Name: expected at most ${RUN_NAME_LIMIT} characters`)
export const presetName = z
  .string()
  .trim()
  .min(1, 'Name: expected a text, but it is empty')
  .max(PRESET_NAME_LIMIT, `Name: expected at most ${PRESET_NAME_LIMIT} characters`)
  .regex(/^\P{Cc}*$/u, 'Name: expected one line of text')
/** Ids of digits of one's own. */
export const digitIds = z
  .array(z.string().regex(/^[0-9a-f]{16}$/, 'Digit: expected an id of 16 hexadecimal digits'))
  .min(1, 'Digits: expected one at least, got none')
  .max(MOST_OWN_DIGITS, `Digits: expected at most ${MOST_OWN_DIGITS}`)
/** −1 is the epoch of weights that a run started from. */
export const epoch = z.int('Epoch: expected a whole number').min(-1, 'Epoch: expected −1 or more')
/** See `KeepEvery`. */
export const keepEvery = boundedInteger('Weights kept of every', 1, KEEP_EVERY_LIMIT).nullable()
export const threads = z
  .int('Threads: expected a whole number')
  .min(1, 'Threads: expected 1 or more')
  .max(THREAD_LIMIT, `Threads: expected at most ${THREAD_LIMIT}`)
export const dataSet = z
  .string()
  .min(1, 'Data set: expected a name or a folder, but it is empty')
  .max(PATH_LIMIT, `Data set: expected at most ${PATH_LIMIT} characters`)
export const oneRun = z.strictObject({ runId })
/** Bytes of any buffer. @param name what they are, for the refusal */
export const bytes = (name: string): z.ZodType<Uint8Array> =>
  z.instanceof<typeof Uint8Array<ArrayBufferLike>>(Uint8Array, { error: `${name}: expected bytes` })

const activationName = z.enum(ACTIVATION_NAMES, `Activation: expected ${ACTIVATION_NAMES.join(', ')}`)
const foundActivation = z.strictObject({
  name: activationName,
  slope: activationFields.slope,
  alpha: activationFields.alpha,
})

/** What a person says of weights whose file does not say it. */
export const importAnswers = z.strictObject({
  activation: z
    .array(foundActivation)
    .min(1)
    .max(50, 'Activation: expected 50 at most')
    .readonly()
    .optional(),
  output: foundActivation.optional(),
  pixels: z
    .strictObject({
      shift: z.number(),
      scale: z.number().refine((scale) => scale !== 0, 'Scale: expected a number that is not 0'),
    })
    .optional(),
  isTurned: z.boolean().optional(),
})
