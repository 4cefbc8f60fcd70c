import type { RunReason } from '#core/runs/reason.ts'
import { findBestEpoch } from '#core/runs/best-epoch.ts'
import { isActive } from '#core/runs/run-status.ts'
import { epochMetricsOf } from './epoch-rows.ts'
import { readRecipeText } from './recipe-text.ts'
import type { EpochRow, RunRow } from './schema.ts'

/** Digits of a SHA-256 that a damaged note has wrong, at most. */
const MOST_DAMAGED_DIGITS = 16

/**
 * Whether a SHA-256 is meant by a note of it that may be damaged: that of other weights has another digit nearly
 * everywhere.
 */
export function isNoteOf(noted: string, sha256: string): boolean {
  return countOtherDigits(noted, sha256) <= MOST_DAMAGED_DIGITS
}

function countOtherDigits(a: string, b: string): number {
  let count = Math.abs(a.length - b.length)
  for (let k = 0; k < Math.min(a.length, b.length); k++) if (a[k] !== b[k]) count++
  return count
}

/** Why a run is interrupted by the repair; null where its status stays. */
export function findInterruption(run: RunRow, isShort: boolean): RunReason | null {
  if (isActive(run)) return { code: 'program-ended' }
  return isShort && run.status !== 'imported' ? { code: 'weights-lost' } : null
}

/** The best of a run's epochs; null where there are none. */
export function findBest(run: RunRow, epochs: readonly EpochRow[]): number | null {
  const recipe = readRecipeText(run.recipe) ?? { stopping: { patience: null } }
  return findBestEpoch(recipe, epochs.map(epochMetricsOf))?.epoch ?? null
}
