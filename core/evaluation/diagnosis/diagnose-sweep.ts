import { diagnoseRun } from './diagnose-run.ts'
import type { RunEvidence } from './evidence.ts'
import type { Diagnosed, FindingCode } from './finding.ts'

/** A run of a sweep, and what of its recipe was varied. */
export interface SweptRun {
  /** From 0, in the order of the plan. */
  readonly index: number
  /** Reads what is known of it; called only for the best run and those far behind it. */
  readonly readEvidence: () => RunEvidence
  /** Value by field, as the sweep varies them. */
  readonly values: Readonly<Record<string, string | number | boolean | null>>
  /** By which runs are ranked, 0 to 1; null where it was not measured. */
  readonly accuracy: number | null
}

/** A cause that keeps some runs of a sweep behind. */
export interface SweepFinding {
  /** Of the run that it holds back most. */
  readonly diagnosed: Diagnosed
  /** Indices of the runs that it was found in. */
  readonly runs: readonly number[]
  /** The field that has one and the same value in all of these runs and in few others; null where none does. */
  readonly field: string | null
  readonly value: string | number | boolean | null
  /** Mean accuracy of these runs, 0 to 1, those that were not measured left out; null where none of them was. */
  readonly accuracy: number | null
  /** Accuracy of the sweep's best run, 0 to 1; null where no run was measured. */
  readonly best: number | null
}

/** Not causes. */
const NO_CAUSE: ReadonlySet<FindingCode> = new Set(['fine', 'unexplained', 'unknown', 'few-unseen-images'])
/** Runs this much behind the best are worth an explanation. */
const BEHIND = 0.03

/**
 * Says what holds back the runs of a sweep that are far behind its best, the cause that costs most first; empty where none is.
 * A sweep's verdict names it beside the value that goes with it, so that a bad number is not put down to the value alone.
 */
export function diagnoseSweep(runs: readonly SweptRun[]): SweepFinding[] {
  const measured = runs.filter(({ accuracy }) => accuracy !== null)
  const bestRun = measured.toSorted((a, b) => b.accuracy! - a.accuracy!).at(0)
  const best = bestRun?.accuracy ?? 0
  // What is found in the best run too does not explain why others are behind it.
  const ofBest = bestRun === undefined ? [] : diagnoseRun(bestRun.readEvidence())
  const silent = new Set([...NO_CAUSE, ...ofBest.map(({ finding }) => finding.code)])
  const causes = new Map<FindingCode, { diagnosed: Diagnosed; lowest: number; held: SweptRun[] }>()
  for (const run of runs) {
    const reached = run.accuracy ?? 0
    if (run.accuracy !== null && best - reached < BEHIND) continue
    const diagnosed = diagnoseRun(run.readEvidence()).find(({ finding }) => !silent.has(finding.code))
    if (diagnosed === undefined) continue
    const known = causes.get(diagnosed.finding.code)
    const isWorst = known === undefined || reached < known.lowest
    causes.set(diagnosed.finding.code, {
      diagnosed: isWorst ? diagnosed : known.diagnosed,
      lowest: isWorst ? reached : known.lowest,
      held: [...(known?.held ?? []), run],
    })
  }
  const costOf = (held: readonly SweptRun[]): number =>
    held.reduce((sum, { accuracy }) => sum + best - (accuracy ?? 0), 0)
  return [...causes.values()]
    .toSorted((a, b) => costOf(b.held) - costOf(a.held))
    .map(({ diagnosed, held }) => ({
      diagnosed,
      runs: held.map(({ index }) => index),
      ...findValue(runs, held),
      accuracy: meanOf(held),
      best: bestRun?.accuracy ?? null,
    }))
}

/** The field whose value sets the held runs apart best from the others. */
function findValue(
  runs: readonly SweptRun[],
  held: readonly SweptRun[],
): Pick<SweepFinding, 'field' | 'value'> {
  const found = Object.entries(held[0]!.values).flatMap(([field, value]) => {
    if (!held.every(({ values }) => values[field] === value)) return []
    const sharers = runs.filter(({ values }) => values[field] === value).length
    return sharers === runs.length ? [] : [{ field, value, sharers }]
  })
  const [clearest] = found.toSorted((a, b) => a.sharers - b.sharers)
  // Where most runs with the value do well, it is not the value.
  return clearest !== undefined && 2 * held.length >= clearest.sharers
    ? { field: clearest.field, value: clearest.value }
    : { field: null, value: null }
}

function meanOf(runs: readonly SweptRun[]): number | null {
  const measured = runs.flatMap(({ accuracy }) => accuracy ?? [])
  return measured.length === 0
    ? null
    : measured.reduce((sum, accuracy) => sum + accuracy, 0) / measured.length
}
