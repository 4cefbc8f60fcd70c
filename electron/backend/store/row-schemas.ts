import { z } from 'zod'
import { halvingSchema } from '#core/experiments/sweep/halving.ts'
import { sweepSearchSchema } from '#core/experiments/sweep/plan-sweep.ts'
import { variationSchema } from '#core/experiments/sweep/variation.ts'
import { importOriginSchema } from '#core/importing/import-origin.ts'
import { RUN_STATUS_NAMES } from '#core/runs/run-status.ts'
import { SWEEP_STATUSES } from '#core/runs/sweep-status.ts'
import { NOTES_LIMIT, RUN_COLOUR_COUNT, TAG_COUNT_LIMIT, TAG_LIMIT } from '#contract/limits.ts'
import { findRecipeProblem, readRecipeText } from './recipe-text.ts'
import type { CheckpointRow, DataFolderTable, EpochRow, RunRow, SweepRow } from './schema.ts'

/** A value that this program never writes into its column, and so cannot read. */
export interface DamagedColumn {
  readonly column: string
  /** In words, as in `a list of tags as JSON`. */
  readonly expected: string
  readonly value: unknown
}

/** What a column may hold: in words, and whether a value is that. */
interface ColumnRule {
  readonly expected: string
  readonly accepts: (value: unknown) => boolean
}

/** Epochs and counts stay well within what JavaScript counts exactly. */
const LARGEST_COUNT = 1e9

/** Characters of a text that is shown, at most; what a person may enter is far shorter. */
const LONGEST_TEXT = 1e6

type ColumnRules<Row> = Readonly<Partial<Record<keyof Row & string, ColumnRule>>>

const rule = (expected: string, accepts: (value: unknown) => boolean): ColumnRule => ({ expected, accepts })

/** Rows are read by the thousand, and a schema takes ten times as long for a plain value. */
const wholeFrom = (least: number) => (value: unknown) =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= LARGEST_COUNT
const numberFrom = (least: number, most: number) => (value: unknown) =>
  typeof value === 'number' && value >= least && value <= most
const textLike = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value)
const textOf = (least: number, most: number) => (value: unknown) =>
  typeof value === 'string' && value.length >= least && value.length <= most
const oneOf = (values: readonly string[]) => (value: unknown) => values.includes(value as string)

/** Text that holds JSON of a shape. */
const json = (expected: string, shape: z.ZodType): ColumnRule => ({
  expected: `${expected} as JSON`,
  accepts: (value) =>
    typeof value === 'string' && shape.safeParse(value === '[]' ? [] : readJson(value)).success,
})

/** Undefined for what is no JSON. */
function readJson(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

const orNull = ({ expected, accepts }: ColumnRule): ColumnRule => ({
  expected: `${expected} or NULL`,
  accepts: (value) => value === null || accepts(value),
})

const id = rule('an id of digits and small letters', textLike(/^[0-9a-z]{4,32}$/))
const name = rule('a text that is not empty', textOf(1, LONGEST_TEXT))
const text = rule('a text', textOf(0, LONGEST_TEXT))
const time = rule('a time as in 2026-01-31T12:00:00.000Z', isTime)
const sha256 = rule('the 64 digits of a SHA-256', textLike(/^[0-9a-f]{64}$/))
const flag = rule('0 or 1', (value) => value === 0 || value === 1)
const count = rule('a whole number from 0', wholeFrom(0))
const epoch = rule('a whole number from −1', wholeFrom(-1))
const duration = rule('milliseconds from 0', numberFrom(0, Number.MAX_VALUE))
const share = rule('a number from 0 to 1', numberFrom(0, 1))
/** A loss may have grown to infinity. */
const loss = rule('a number', (value) => typeof value === 'number')
const recipe = rule(
  'a recipe as JSON',
  (value) => typeof value === 'string' && readRecipeText(value) !== null,
)

/** As `Date.prototype.toISOString` writes it. */
function isTime(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return false
  return !Number.isNaN(Date.parse(value))
}

const RUN_RULES: ColumnRules<RunRow> = {
  id,
  name,
  status: rule('a status of runs', oneOf(RUN_STATUS_NAMES)),
  reason: orNull(text),
  recipe,
  created_at: time,
  duration_ms: duration,
  epochs_done: count,
  best_epoch: orNull(epoch),
  last_epoch: orNull(epoch),
  weights_sha256: orNull(sha256),
  data_sha256: orNull(sha256),
  notes: rule(`a text of at most ${NOTES_LIMIT} characters`, textOf(0, NOTES_LIMIT)),
  tags: json('a list of tags', z.array(z.string().min(1).max(TAG_LIMIT)).max(TAG_COUNT_LIMIT)),
  colour: orNull(rule(`a colour from 1 to ${RUN_COLOUR_COUNT}`, numberFrom(1, RUN_COLOUR_COUNT))),
  is_starred: flag,
  is_archived: flag,
  parent_id: orNull(id),
  parent_name: orNull(text),
  parent_epoch: orNull(epoch),
  keep_every: orNull(rule('a whole number from 1', wholeFrom(1))),
  sweep_id: orNull(id),
  sweep_name: orNull(text),
  sweep_index: orNull(count),
  unknown_fields: json('a list of fields of the recipe', z.array(z.string().min(1).max(100)).max(200)),
  origin: orNull(json('the origin of an imported network', importOriginSchema)),
}

/** JSON has no NaN or infinity, which a diverged training can measure: they are null. */
const isMeasure = (value: unknown): boolean => value === null || typeof value === 'number'
const isCount = (value: unknown): boolean => value === null || wholeFrom(0)(value)

const MOST_LAYERS = 100

const layers = rule('a list of measures of layers as JSON', (value) => {
  const parsed = typeof value === 'string' ? readJson(value) : undefined
  if (!Array.isArray(parsed) || parsed.length > MOST_LAYERS) return false
  return parsed.every((layer: unknown) => {
    if (typeof layer !== 'object' || layer === null) return false
    const measures = layer as Record<string, unknown>
    const { weightNorm, gradientNorm, updateNorm = null, dead, saturated } = measures
    const norms = [weightNorm, gradientNorm, updateNorm]
    return norms.every(isMeasure) && isCount(dead) && isCount(saturated)
  })
})

const EPOCH_RULES: ColumnRules<EpochRow> = {
  epoch,
  train_loss: orNull(loss),
  train_accuracy: orNull(share),
  validation_loss: orNull(loss),
  validation_accuracy: orNull(share),
  test_loss: orNull(loss),
  test_correct: orNull(count),
  test_total: orNull(count),
  duration_ms: duration,
  learning_rate: orNull(rule('a number from 0', numberFrom(0, Number.MAX_VALUE))),
  layers: orNull(layers),
}

const CHECKPOINT_RULES: ColumnRules<CheckpointRow> = {
  epoch,
  steps: rule('a whole number from 0', (value) => Number.isSafeInteger(value) && (value as number) >= 0),
}

/** Stores of older layouts know fewer settings. */
const sweepSettings = z.looseObject({
  variations: z.array(variationSchema),
  search: sweepSearchSchema,
  halving: halvingSchema.nullish(),
  workers: z.int().min(1).nullish(),
  keepEvery: z.int().min(1).nullish(),
})

const SWEEP_RULES: ColumnRules<SweepRow> = {
  id,
  name,
  status: rule('a status of sweeps', oneOf(Object.keys(SWEEP_STATUSES))),
  reason: orNull(text),
  recipe,
  settings: json('the settings of a sweep', sweepSettings),
  run_count: count,
  started: count,
  created_at: time,
  folder: orNull(text),
}

const DATA_FOLDER_RULES: ColumnRules<DataFolderTable> = {
  path: rule('the path of a folder', textOf(1, LONGEST_TEXT)),
  added_at: time,
}

/** The values of a run's row that cannot be read; none for a sound one. A column that is not there is passed over. */
export function findRunDamage(row: Partial<RunRow>): DamagedColumn[] {
  return findDamage(RUN_RULES, row)
}

/** As `findRunDamage`, of an epoch. */
export function findEpochDamage(row: Partial<EpochRow>): DamagedColumn[] {
  const damage = findDamage(EPOCH_RULES, row)
  if (damage.length === 0 && (row.test_correct ?? 0) > (row.test_total ?? 0)) {
    return [{ column: 'test_correct', expected: `at most ${row.test_total ?? 0}`, value: row.test_correct }]
  }
  return damage
}

/** As `findRunDamage`, of a set of weights, whose bytes the recipe decides. */
export function findCheckpointDamage(row: Partial<CheckpointRow>): DamagedColumn[] {
  return findDamage(CHECKPOINT_RULES, row)
}

/** As `findRunDamage`, of a sweep. */
export function findSweepDamage(row: Partial<SweepRow>): DamagedColumn[] {
  return findDamage(SWEEP_RULES, row)
}

/** As `findRunDamage`, of a folder that was opened as a data set. */
export function findFolderDamage(row: Partial<DataFolderTable>): DamagedColumn[] {
  return findDamage(DATA_FOLDER_RULES, row)
}

function findDamage<Row extends object>(rules: ColumnRules<Row>, row: Partial<Row>): DamagedColumn[] {
  const damage: DamagedColumn[] = []
  const values = row as Readonly<Record<string, unknown>>
  for (const column in rules) {
    const value = values[column]
    const { expected, accepts } = rules[column as keyof Row & string]!
    if (value !== undefined && !accepts(value)) damage.push({ column, expected, value })
  }
  return damage
}

/** `its tags: expected a list of tags as JSON, got '["a'`; several are joined. */
export function describeDamage(damage: readonly DamagedColumn[]): string {
  return damage
    .map(({ column, expected, value }) => {
      const detail = column === 'recipe' ? findRecipeProblem(value) : null
      const got = detail === null ? `got ${quote(value)}` : `but ${detail}`
      return `its ${column.replaceAll('_', ' ')}: expected ${expected}, ${got}`
    })
    .join('; ')
}

/** What a damaged row is called: its name, as far as that can be read. */
export function nameOf(row: { readonly id: unknown; readonly name: unknown }): string {
  const text = typeof row.name === 'string' && row.name !== '' ? row.name : String(row.id)
  return shorten(text, 100)
}

const SHOWN_CHARACTERS = 60

function quote(value: unknown): string {
  if (Buffer.isBuffer(value)) return `${value.length} bytes`
  return typeof value === 'string' ? `'${shorten(value, SHOWN_CHARACTERS)}'` : String(value)
}

/** On one line, as damage may have made anything of a text. */
function shorten(text: string, limit: number): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '�')
  return line.length > limit ? `${line.slice(0, limit)}…` : line
}
