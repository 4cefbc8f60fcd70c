import type Database from 'better-sqlite3'
import { readRunReason, type RunReason, type SweepReason } from '#core/runs/reason.ts'

/*
 * Until layout 70 reasons were stored as the sentences that a person read. What is here knows those sentences alone,
 * whatever later versions say, and is not changed.
 */

type Fields = Readonly<Record<string, string>>

interface Sentence {
  readonly pattern: RegExp
  readonly read: (fields: Fields) => RunReason
}

const SENTENCES: readonly Sentence[] = [
  {
    pattern:
      /^Stopped early: no better validation (?<measure>loss|accuracy) in (?<epochs>\d+) epochs?; the best is epoch (?<best>\d+)$/,
    read: ({ measure, epochs, best }) => ({
      code: 'lost-patience',
      measure: measure === 'loss' ? 'validation-loss' : 'validation-accuracy',
      epochs: Number(epochs),
      best: Number(best),
    }),
  },
  {
    pattern: /^Converged: the training loss changed by (?<change>\S+), less than ε = (?<epsilon>\S+)$/,
    read: ({ change, epsilon }) => ({
      code: 'converged',
      change: Number(change),
      epsilon: Number(epsilon),
    }),
  },
  {
    pattern:
      /^Reached the target: (?<accuracy>[\d.]+) % (?<part>training|validation|test) accuracy, (?<target>[\d.]+) % wanted$/,
    read: ({ accuracy, part, target }) => ({
      code: 'reached-target',
      part: part as 'training' | 'validation' | 'test',
      accuracy: shareOf(accuracy!),
      target: shareOf(target!),
    }),
  },
  {
    pattern: /^Time is up: (?<seconds>[\d.]+) s of training, (?<limit>\S+) s allowed$/,
    read: ({ seconds, limit }) => ({
      code: 'time-up',
      seconds: Number(seconds),
      limitSeconds: Number(limit),
    }),
  },
  {
    pattern:
      /^Diverged in epoch (?<epoch>\d+): (?:the loss grew to (?<loss>\S+)|the loss or the weights are no longer numbers)\. A smaller learning rate usually helps, or an initializer that suits the activation\.$/,
    read: ({ epoch, loss }: Partial<Fields>) => ({
      code: 'diverged',
      epoch: Number(epoch),
      loss: loss === undefined ? null : loss === 'infinity' ? loss : Number(loss),
    }),
  },
  {
    pattern:
      /^The data set '(?<dataSet>.*)' is no longer the one this run began with; start a new run from its weights instead$/s,
    read: ({ dataSet }) => ({ code: 'data-changed', dataSet: dataSet! }),
  },
  {
    pattern: /^There is not enough memory for this network and data(?: \((?<detail>.*)\))?$/s,
    read: ({ detail }: Partial<Fields>) => ({ code: 'out-of-memory', detail: detail ?? null }),
  },
  {
    pattern: /^The training thread failed: (?<message>.*)$/s,
    read: ({ message }) => ({ code: 'thread-failed', message: message! }),
  },
  { pattern: /^The training thread ended unexpectedly$/, read: () => ({ code: 'thread-ended' }) },
  {
    pattern: /^Unexpected error: (?<message>.*)$/s,
    read: ({ message }) => ({ code: 'unexpected-error', message: message! }),
  },
  { pattern: /^Stopped with its sweep$/, read: () => ({ code: 'stopped-with-sweep' }) },
  {
    pattern: /^Stopped by its sweep at epoch (?<epochs>\d+): place (?<place>\d+) of (?<of>\d+)$/,
    read: ({ epochs, place, of }) => ({
      code: 'halved',
      epochs: Number(epochs),
      place: Number(place),
      of: Number(of),
    }),
  },
  {
    pattern: /^Waits at epoch (?<epochs>\d+) for the other runs of its sweep$/,
    read: ({ epochs }) => ({ code: 'waits-at-rung', epochs: Number(epochs) }),
  },
]

/** A sentence of an older version as a reason; one that is not known becomes `other`, so that nothing is lost. */
function runReasonOfSentence(sentence: string): RunReason {
  // A repair writes codes into an older store, too, before it is opened and migrated.
  const known = readRunReason(sentence)
  if (known !== null && known.code !== 'other') return known
  for (const { pattern, read } of SENTENCES) {
    const found = pattern.exec(sentence)
    if (found === null) continue
    const reason = read(found.groups ?? {})
    // A sentence that only looks like one of ours may hold what is no number.
    if (readRunReason(JSON.stringify(reason))?.code === reason.code) return reason
  }
  return { code: 'other', text: sentence }
}

/** As `runReasonOfSentence`, of a sweep. */
function sweepReasonOfSentence(sentence: string): SweepReason {
  const failed = /^(?<count>\d+) runs failed one after another, the last: (?<last>.*)$/s.exec(
    sentence,
  )?.groups
  if (failed === undefined) return { code: 'other', text: sentence }
  const last = failed.last === '' ? null : runReasonOfSentence(failed.last!)
  return { code: 'runs-failed', count: Number(failed.count), last }
}

/** Turns the sentences of a store into reasons. Only the end of a program interrupted a run without a reason. */
export function migrateReasons(database: Database.Database): void {
  rewrite(database, 'run', runReasonOfSentence)
  rewrite(database, 'sweep', sweepReasonOfSentence)
  database
    .prepare("UPDATE run SET reason = ? WHERE status = 'interrupted' AND reason IS NULL")
    .run(JSON.stringify({ code: 'program-ended' } satisfies RunReason))
}

function rewrite(
  database: Database.Database,
  table: 'run' | 'sweep',
  read: (sentence: string) => RunReason | SweepReason,
): void {
  const sentences = database
    .prepare(`SELECT DISTINCT reason FROM ${table} WHERE reason IS NOT NULL`)
    .pluck()
    .all() as string[]
  const update = database.prepare(`UPDATE ${table} SET reason = ? WHERE reason = ?`)
  for (const sentence of sentences) update.run(JSON.stringify(read(sentence)), sentence)
}

/** Rounded, for 57.01 / 100 is not 0.5701. */
const shareOf = (percent: string): number => Number((Number(percent) / 100).toFixed(4))
