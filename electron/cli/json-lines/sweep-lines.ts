import type { MissingRun, RunSummary, SweepForecast, SweepSummary } from '#contract/types.ts'
import type { SweepFinding } from '#core/evaluation/diagnosis/diagnose-sweep.ts'
import type { FieldChange } from '#core/experiments/sweep/set-recipe-field.ts'
import type { SweepJudgement } from '#core/experiments/sweep/sweep-verdict.ts'
import type { OfRun } from './common-lines.ts'
import type { DataExaminedLine } from './data-lines.ts'

/** What the sweep would be, with `--dry-run`. */
export interface SweepPlanLine extends SweepForecast {
  readonly event: 'plan'
}

/** The command that trains one run, with `--print`. */
export interface SweepCommandLine {
  readonly event: 'command'
  /** Which run of the sweep, from 0. */
  readonly index: number
  /** What it differs in from the recipe. */
  readonly changes: readonly FieldChange[]
  /** The store that the command trains into. */
  readonly store: string
  /** One line for a POSIX shell. */
  readonly command: string
}

/** The sweep is kept as one that is trained elsewhere, with `--print lines` and `--print slurm`. */
export interface SweepRecordedLine extends Pick<SweepSummary, 'name' | 'runCount'> {
  readonly event: 'recorded'
  /** The sweep's id. */
  readonly sweepId: string
  /** Where the runs put their files; empty for where they are started. */
  readonly folder: string
}

/** The array script, with `--print slurm`. */
export interface SweepScriptLine {
  readonly event: 'script'
  /** For `sbatch`. */
  readonly script: string
}

/** A run of a sweep that is trained elsewhere and has not come home. */
export interface SweepMissingLine extends MissingRun {
  readonly event: 'missing'
}

/** The images of a training of the sweep, before it; one line for each way in which the runs divide them. */
export interface SweepExaminedLine extends DataExaminedLine {
  /** What of the data this way differs in from the recipe; empty where nothing of it is varied. */
  readonly changes: readonly FieldChange[]
}

/** The sweep has started, or goes on. */
export interface SweepStartedLine extends Pick<SweepSummary, 'name' | 'runCount'> {
  readonly event: 'started'
  /** The sweep's id. */
  readonly sweepId: string
  /** Runs that had ended before. */
  readonly ended: number
}

/** How far a run of the sweep came. */
export interface SweepRunStanding
  extends OfRun, Pick<RunSummary, 'name' | 'status' | 'reason' | 'epochsDone' | 'weightsSha256'> {
  /** The best epoch's, 0 to 1, of the part that ranks epochs: validation where there is one, else test, else training. */
  readonly bestAccuracy: number | null
  readonly bestEpoch: number | null
  /** On the test part, in that epoch. */
  readonly bestTestAccuracy: number | null
  /** The last epoch's, of the part that ranks epochs. */
  readonly lastAccuracy: number | null
}

/** A run of the sweep has ended. */
export interface SweepRunEndedLine extends SweepRunStanding {
  readonly event: 'ended'
  /** Which run of the sweep, from 0. */
  readonly index: number
}

/** One run of the sweep at its end, the best first, or in the order of the plan where there is no ranking. */
export interface SweepResultLine extends SweepRunStanding {
  readonly event: 'result'
  /** From 1, the best; null where runs were measured on different images, which are no ranking. */
  readonly place: number | null
  /** Which run of the sweep, from 0. */
  readonly index: number
  /** What it differs in from the recipe. */
  readonly changes: readonly FieldChange[]
}

/** What the results say, after the last of them. */
export interface SweepVerdictLine extends SweepJudgement {
  readonly event: 'verdict'
  /** What holds back the runs that are far behind the best, the costliest cause first, and then what all have in common. */
  readonly causes: readonly SweepFinding[]
}

/** The sweep did not come to its end; `sweep --resume` goes on with it. The last line. */
export interface SweepInterruptedLine extends Pick<SweepSummary, 'name' | 'runCount' | 'reason'> {
  readonly event: 'interrupted'
  /** The sweep's id. */
  readonly sweepId: string
  /** Runs that have ended. */
  readonly ended: number
}

/** One sweep, newest first. */
export interface SweepLine extends SweepSummary {
  readonly event: 'sweep'
}
