import { imagesKey } from '#core/runs/measured-images.ts'
import { rankingAccuracy, rankingPart } from '#core/runs/measured-part.ts'
import { sql as raw } from 'kysely'
import type { RunStatus, SweepCounts, SweepSummary } from '#contract/types.ts'
import { epochSummaryOf } from './epoch-rows.ts'
import { readDataText } from './recipe-text.ts'
import type { EpochRow, SweepRow } from './schema.ts'
import { sql, type Statements } from './statements.ts'

/** How a sweep's run counts, by its status; an interrupted one waits to be gone on with. */
const COUNTED_AS: Readonly<Record<RunStatus, keyof SweepCounts>> = {
  queued: 'training',
  training: 'training',
  paused: 'training',
  interrupted: 'waiting',
  completed: 'completed',
  imported: 'completed',
  stopped: 'stopped',
  diverged: 'failed',
  failed: 'failed',
}

/** How far the runs of a sweep are, and the best of them. */
export function readStanding(row: SweepRow, statements: Statements): Pick<SweepSummary, 'counts' | 'best'> {
  const runs = statements.all(
    sql
      .selectFrom('run')
      .leftJoin('epoch', (join) =>
        join.onRef('epoch.run_id', '=', 'run.id').onRef('epoch.epoch', '=', 'run.best_epoch'),
      )
      .selectAll('epoch')
      .select(['run.id', 'run.status', 'run.sweep_index', 'run.data_sha256'])
      .select(
        raw<string | null>`iif(json_valid(run.recipe), json_extract(run.recipe, '$.data'), NULL)`.as('data'),
      )
      .where('run.sweep_id', '=', row.id)
      .where('run.deleted_at', 'is', null)
      .orderBy('run.sweep_index'),
  )
  const distinct = new Set(runs.map((run) => run.sweep_index)).size
  // A file of runs may have brought some that were started elsewhere, or two of one place. Those of a sweep that is
  // trained elsewhere come home in any order, and one that was deleted here can come again.
  const started =
    row.status === 'elsewhere'
      ? distinct
      : Math.max(row.started, ...runs.slice(-1).map((run) => (run.sweep_index ?? 0) + 1))
  const counts = {
    waiting: Math.max(0, row.run_count - started),
    training: 0,
    completed: 0,
    stopped: 0,
    failed: 0,
  }
  let best: SweepSummary['best'] = null
  const images = new Set<string | null>()
  for (const { id, status, sweep_index: index, data, data_sha256: dataSha256, ...epoch } of runs) {
    // A damaged run is none that could be shown or gone on with.
    const counted = COUNTED_AS[status] as keyof SweepCounts | undefined
    counts[counted ?? 'failed']++
    const readData = readDataText(data)
    if (epoch.run_id === null || readData === null) continue
    const measured = epochSummaryOf(epoch as EpochRow)
    const recipe = { data: readData }
    images.add(imagesKey({ recipe, dataSha256, unknownFields: [] }, rankingPart(measured)))
    const accuracy = rankingAccuracy(measured)
    if (accuracy !== null && accuracy > (best?.accuracy ?? -1)) {
      best = { runId: id, index: index ?? 0, accuracy }
    }
  }
  // Deleted ones are taken out.
  counts.stopped += started - distinct
  // What was measured on different images has no best.
  return { counts, best: images.size > 1 ? null : best }
}
