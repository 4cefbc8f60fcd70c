import { diagnoseRun } from './diagnose-run.ts'
import type { RunEvidence } from './evidence.ts'
import type { Diagnosed, FindingCode } from './finding.ts'

/** A run of a sweep, and what of its recipe was varied. */
export interface SweptRun {
  /** From 0, in the order of the plan. */
  readonly index: number
  /** Reads what is known of it; called once at most, and never while another is read. */
  readonly readEvidence: () => Promise<RunEvidence>
  /** Value by field, as the sweep varies them. */
  readonly values: Readonly<Record<string, string | number | boolean | null>>
  /** By which runs are ranked, 0 to 1; null where it was not measured. */
  readonly accuracy: number | null
}

/** A cause that keeps some runs of a sweep behind, or that all of them have in common. */
export interface SweepFinding {
  /** Of the run that it holds back most; of the best run where all have it. */
  readonly diagnosed: Diagnosed
  /** Whether every measured run has it, so that it explains no difference between them. */
  readonly isCommon: boolean
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
const NO_CAUSE: ReadonlySet<FindingCode> = new Set([
  ...(['fine', 'unexplained', 'unknown', 'few-unseen-images', 'tried'] as const),
])
/** Runs this much behind the best are worth an explanation. */
const BEHIND = 0.03

/**
 * Says what holds back the runs of a sweep that are far behind its best, the cause that costs most first, and then what
 * stands in the way of all of them, the best included; empty where nothing does.
 * A sweep's verdict names it beside the value that goes with it, so that a bad number is not put down to the value alone.
 */
export async function diagnoseSweep(runs: readonly SweptRun[]): Promise<SweepFinding[]> {
  const measured = runs.filter(({ accuracy }) => accuracy !== null)
  const bestRun = measured.toSorted((a, b) => b.accuracy! - a.accuracy!).at(0)
  const best = bestRun?.accuracy ?? 0
  const known = new Map<SweptRun, Diagnosed[]>()
  const diagnose = async (run: SweptRun): Promise<Diagnosed[]> => {
    const found = known.get(run) ?? diagnoseRun(await run.readEvidence())
    known.set(run, found)
    return found
  }
  // What is found in the best run too does not explain why others are behind it.
  const ofBest = bestRun === undefined ? [] : await diagnose(bestRun)
  const silent = new Set([...NO_CAUSE, ...ofBest.map(({ finding }) => finding.code)])
  const causes = new Map<FindingCode, { diagnosed: Diagnosed; lowest: number; held: SweptRun[] }>()
  for (const run of runs) {
    const reached = run.accuracy ?? 0
    if (run.accuracy !== null && best - reached < BEHIND) continue
    const diagnosed = (await diagnose(run)).find(({ finding }) => !silent.has(finding.code))
    if (diagnosed === undefined) continue
    const before = causes.get(diagnosed.finding.code)
    const isWorst = before === undefined || reached < before.lowest
    causes.set(diagnosed.finding.code, {
      diagnosed: isWorst ? diagnosed : before.diagnosed,
      lowest: isWorst ? reached : before.lowest,
      held: [...(before?.held ?? []), run],
    })
  }
  const costOf = (held: readonly SweptRun[]): number =>
    held.reduce((sum, { accuracy }) => sum + best - (accuracy ?? 0), 0)
  const holding = [...causes.values()]
    .toSorted((a, b) => costOf(b.held) - costOf(a.held))
    .map(({ diagnosed, held }) => ({
      diagnosed,
      isCommon: false,
      runs: held.map(({ index }) => index),
      ...findValue(runs, held),
      accuracy: meanOf(held),
      best: bestRun?.accuracy ?? null,
    }))
  const common = await findCommon(measured, ofBest, diagnose)
  return common === null
    ? holding
    : [
        ...holding,
        {
          diagnosed: common,
          isCommon: true,
          runs: measured.map(({ index }) => index),
          ...{ field: null, value: null },
          accuracy: meanOf(measured),
          best,
        },
      ]
}

/** What stands first in the way of the best run, where it is found in every other measured run as well; else null. */
async function findCommon(
  measured: readonly SweptRun[],
  ofBest: readonly Diagnosed[],
  diagnose: (run: SweptRun) => Promise<readonly Diagnosed[]>,
): Promise<Diagnosed | null> {
  const [first] = ofBest
  if (first === undefined || NO_CAUSE.has(first.finding.code) || measured.length < 2) return null
  const { code } = first.finding
  for (const run of measured) {
    const found = await diagnose(run)
    if (!found.some(({ finding }) => finding.code === code)) return null
  }
  return first
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
