import { diagnoseRun } from './diagnose-run.ts'
import type { RunEvidence } from './evidence.ts'
import type { Diagnosed, FindingCode } from './finding.ts'

/** A run of a sweep, and what of its recipe was varied. */
export interface SweptRun {
  readonly evidence: RunEvidence
  /** Value by field, as the sweep varies them. */
  readonly values: Readonly<Record<string, string | number | boolean | null>>
  /** By which runs are ranked, 0 to 1; null where it was not measured. */
  readonly accuracy: number | null
}

/** A cause that keeps some runs of a sweep behind. */
export interface SweepFinding {
  /** Of the run that it holds back most. */
  readonly diagnosed: Diagnosed
  /** Runs that it was found in, by their place in what was given. */
  readonly runs: readonly number[]
  /** The field that has one and the same value in all of these runs and in few others; null where none does. */
  readonly field: string | null
  readonly value: string | number | boolean | null
  /** Mean accuracy of these runs and of the others; null where there are none. */
  readonly accuracy: number
  readonly others: number | null
}

/** Not causes, or such that hold for every run of a sweep alike and say nothing about its values. */
const NO_CAUSE: ReadonlySet<FindingCode> = new Set(['fine', 'unexplained', 'unknown', 'few-unseen-images'])
/** Runs this much behind the best are worth an explanation. */
const BEHIND = 0.03

/**
 * Says what holds back the runs of a sweep that are far behind its best, the cause that costs most first; empty where none is.
 * A sweep's verdict names it beside the value that goes with it, so that a bad number is not put down to the value alone.
 */
export function diagnoseSweep(runs: readonly SweptRun[]): SweepFinding[] {
  const best = Math.max(...runs.map(({ accuracy }) => accuracy ?? 0))
  const causes = new Map<FindingCode, { diagnosed: Diagnosed; accuracy: number; runs: number[] }>()
  runs.forEach(({ evidence, accuracy }, index) => {
    const reached = accuracy ?? 0
    if (best - reached < BEHIND) return
    const [diagnosed] = diagnoseRun(evidence)
    if (diagnosed === undefined || NO_CAUSE.has(diagnosed.finding.code)) return
    const known = causes.get(diagnosed.finding.code)
    const isWorst = known === undefined || reached < known.accuracy
    causes.set(diagnosed.finding.code, {
      diagnosed: isWorst ? diagnosed : known.diagnosed,
      accuracy: isWorst ? reached : known.accuracy,
      runs: [...(known?.runs ?? []), index],
    })
  })
  const costOf = ({ runs: held }: { runs: readonly number[] }): number =>
    held.reduce((sum, index) => sum + best - (runs[index]!.accuracy ?? 0), 0)
  return [...causes.values()]
    .toSorted((a, b) => costOf(b) - costOf(a))
    .map(({ diagnosed, runs: held }) => ({
      diagnosed,
      runs: held,
      ...findValue(runs, held),
      ...meansOf(runs, held),
    }))
}

/** The field whose value sets the held runs apart best from the others. */
function findValue(
  runs: readonly SweptRun[],
  held: readonly number[],
): Pick<SweepFinding, 'field' | 'value'> {
  const first = runs[held[0]!]!
  const found = Object.entries(first.values).flatMap(([field, value]) => {
    if (!held.every((index) => runs[index]!.values[field] === value)) return []
    const sharers = runs.filter(({ values }) => values[field] === value).length
    return sharers === runs.length ? [] : [{ field, value, sharers }]
  })
  const [clearest] = found.toSorted((a, b) => a.sharers - b.sharers)
  // Where most runs with the value do well, it is not the value.
  return clearest !== undefined && 2 * held.length >= clearest.sharers
    ? { field: clearest.field, value: clearest.value }
    : { field: null, value: null }
}

function meansOf(
  runs: readonly SweptRun[],
  held: readonly number[],
): Pick<SweepFinding, 'accuracy' | 'others'> {
  const mean = (some: readonly SweptRun[]): number =>
    some.reduce((sum, { accuracy }) => sum + (accuracy ?? 0), 0) / some.length
  const others = runs.filter((_, index) => !held.includes(index))
  return {
    accuracy: mean(held.map((index) => runs[index]!)),
    others: others.length === 0 ? null : mean(others),
  }
}
