import { TAG_COUNT_LIMIT } from '#contract/limits.ts'
import { type RecordChanges, type RunRecord, WorkbenchError } from '#contract/types.ts'
import type { RunRow } from './schema.ts'

/** What a person keeps with a run, from its row. */
export function recordOf(row: RunRow): RunRecord {
  return {
    notes: row.notes,
    tags: row.tags === '[]' ? [] : (JSON.parse(row.tags) as string[]),
    colour: row.colour,
    isStarred: row.is_starred !== 0,
    isArchived: row.is_archived !== 0,
    parent:
      row.parent_id === null
        ? null
        : { runId: row.parent_id, name: row.parent_name ?? row.parent_id, epoch: row.parent_epoch ?? -1 },
    sweep:
      row.sweep_id === null
        ? null
        : { id: row.sweep_id, name: row.sweep_name ?? row.sweep_id, index: row.sweep_index ?? 0 },
  }
}

/** The columns that changes of a run's record become. @throws WorkbenchError `invalid` for too many tags */
export function recordRowOf(row: RunRow, changes: RecordChanges): Partial<RunRow> {
  return {
    notes: changes.notes ?? row.notes,
    tags: JSON.stringify(changeTags(row, changes)),
    colour: changes.colour === undefined ? row.colour : changes.colour,
    is_starred: Number(changes.isStarred ?? row.is_starred !== 0),
    is_archived: Number(changes.isArchived ?? row.is_archived !== 0),
  }
}

/** Tags stay in the order in which they were given; two that differ in case alone are one. */
function changeTags(row: RunRow, { addTags = [], removeTags = [] }: RecordChanges): string[] {
  const removed = new Set(removeTags.map((tag) => tag.toLowerCase()))
  const tags = (JSON.parse(row.tags) as string[]).filter((tag) => !removed.has(tag.toLowerCase()))
  const present = new Set(tags.map((tag) => tag.toLowerCase()))
  for (const tag of addTags) {
    if (present.has(tag.toLowerCase())) continue
    present.add(tag.toLowerCase())
    tags.push(tag)
  }
  if (tags.length > TAG_COUNT_LIMIT) {
    throw new WorkbenchError(
      'invalid',
      `Tags of '${row.name}': expected ${TAG_COUNT_LIMIT} at most, got ${tags.length}`,
    )
  }
  return tags
}
