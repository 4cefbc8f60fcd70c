import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import type { RunRow } from '../store/schema.ts'
import { RUN_ID_ALPHABET, RUN_ID_LENGTH } from '../store/run-ids.ts'

/** An id for a run that cannot keep its own; the same run, with the same course, always gets the same. */
export function deriveRunId(database: Database.Database, run: RunRow): string {
  const hash = createHash('sha256').update(JSON.stringify([run.id, run.recipe, run.weights_sha256]))
  const epochs = database.prepare('SELECT * FROM epoch WHERE run_id = ? ORDER BY epoch').raw().iterate(run.id)
  for (const row of epochs) hash.update(JSON.stringify(row))
  const digest = hash.digest()
  return Array.from(
    { length: RUN_ID_LENGTH },
    (_, k) => RUN_ID_ALPHABET[digest[k]! % RUN_ID_ALPHABET.length],
  ).join('')
}
