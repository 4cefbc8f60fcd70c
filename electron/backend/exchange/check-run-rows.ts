import type Database from 'better-sqlite3'
import { z } from 'zod'
import { RUN_STATUS_NAMES } from '#core/runs/run-status.ts'
import { NOTES_LIMIT, RUN_COLOUR_COUNT, TAG_COUNT_LIMIT, TAG_LIMIT } from '#contract/limits.ts'
import { WorkbenchError } from '#contract/types.ts'
import type { EpochRow, RunRow } from '../store/schema.ts'
import type { WorkControl } from './work-control.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const share = z.number().min(0).max(1)
const flag = z.union([z.literal(0), z.literal(1)])
/** Epochs and counts stay well within what JavaScript counts exactly. */
const count = z.int().min(0).max(1e9)

/** Text that holds JSON of a shape. */
const json = (shape: z.ZodType) =>
  z.string().refine((text) => {
    try {
      return shape.safeParse(JSON.parse(text)).success
    } catch {
      return false
    }
  })

const runRow = z.object({
  id: z.string().regex(/^[0-9a-z]{4,32}$/),
  name: z.string().min(1).max(1000),
  status: z.enum(RUN_STATUS_NAMES),
  reason: z.string().max(10_000).nullable(),
  created_at: z.iso.datetime(),
  duration_ms: z.number().min(0),
  weights_sha256: sha256.nullable(),
  data_sha256: sha256.nullable(),
  notes: z.string().max(NOTES_LIMIT),
  tags: json(z.array(z.string().min(1).max(TAG_LIMIT)).max(TAG_COUNT_LIMIT)),
  colour: z.int().min(1).max(RUN_COLOUR_COUNT).nullable(),
  is_starred: flag,
  is_archived: flag,
  parent_id: z
    .string()
    .regex(/^[0-9a-z]{4,32}$/)
    .nullable(),
  parent_name: z.string().max(1000).nullable(),
  parent_epoch: z.int().min(-1).max(1e9).nullable(),
  sweep_id: z
    .string()
    .regex(/^[0-9a-z]{4,32}$/)
    .nullable(),
  sweep_name: z.string().max(1000).nullable(),
  sweep_index: count.nullable(),
  keep_every: z.int().min(1).max(1e9).nullable(),
  unknown_fields: json(z.array(z.string().min(1).max(100)).max(200)),
})

/** JSON has no NaN or infinity, which a diverged training can measure: they are null. */
const layers = z
  .array(
    z.object({
      weightNorm: z.number().nullable(),
      gradientNorm: z.number().nullable(),
      dead: count.nullable(),
      saturated: count.nullable(),
    }),
  )
  .max(100)

const epochRow = z
  .object({
    epoch: z.int().min(-1).max(1e9),
    train_accuracy: share.nullable(),
    validation_accuracy: share.nullable(),
    test_correct: count.nullable(),
    test_total: count.nullable(),
    duration_ms: z.number().min(0),
    learning_rate: z.number().min(0).nullable(),
    layers: json(layers).nullable(),
  })
  .refine(({ test_correct, test_total }) => (test_correct ?? 0) <= (test_total ?? 0), {
    path: ['test_correct'],
  })

/**
 * Looks through the runs of a store from elsewhere for values that this program would never write.
 * @throws WorkbenchError `invalid` naming the file, the run and the column
 */
export function checkRunRows(
  database: Database.Database,
  fileName: string,
  { throwIfCancelled }: Pick<WorkControl, 'throwIfCancelled'>,
): void {
  const epochsOf = database.prepare('SELECT * FROM epoch WHERE run_id = ? ORDER BY epoch')
  // Row by row: the file decides how many there are and how long their texts.
  for (const run of database.prepare('SELECT * FROM run').iterate() as IterableIterator<RunRow>) {
    throwIfCancelled()
    const fail = (problem: string): never => {
      throw new WorkbenchError(
        'invalid',
        `${fileName}: run '${run.name.slice(0, 100)}' (${run.id.slice(0, 40)}): ${problem}`,
      )
    }
    const facts = runRow.safeParse(run)
    if (!facts.success) fail(`its ${columnOf(facts.error)} is none that a run can have`)
    let next: number | null = null
    for (const row of epochsOf.iterate(run.id) as IterableIterator<EpochRow>) {
      const parsed = epochRow.safeParse(row)
      if (!parsed.success)
        fail(`epoch ${row.epoch}: its ${columnOf(parsed.error)} is none that can be measured`)
      if (next !== null && row.epoch !== next) fail(`the epoch before ${row.epoch} is missing`)
      next = row.epoch + 1
    }
  }
}

function columnOf(error: z.ZodError): string {
  return String(error.issues[0]?.path[0] ?? 'row').replaceAll('_', ' ')
}
