import { listAnd } from '#core/math/list-words.ts'
import type { SweepForecast, SweepSettings, SweepStatus, SweepSummary } from '#contract/types.ts'
import { describeMisfit } from '#shared/words/misfit-words.ts'
import { countOf, formatCount, formatRemaining } from '../format.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { sweptTitle } from '#shared/words/sweep-run-names.ts'
import { describeSwept } from './sweep-fields.ts'

/** How many runs, how much work, how long: before a sweep is started. */
export function describeForecast(forecast: SweepForecast): string {
  const { runCount, epochs, workers, expectedMs, rungs } = forecast
  const parts = [
    countOf(runCount, 'run'),
    `${rungs.length > 0 ? 'about ' : ''}${countOf(Math.round(epochs), 'epoch')} together`,
  ]
  const atOnce = workers === 1 ? 'one at a time' : `${workers} at once`
  parts.push(expectedMs === null ? atOnce : `${atOnce}, ${formatAbout(expectedMs)}`)
  return `${parts.join(', ')}.`
}

/** An estimate is good to a minute, and to a second only where it is short. */
function formatAbout(durationMs: number): string {
  const text = formatRemaining(durationMs >= 60_000 ? Math.round(durationMs / 60_000) * 60_000 : durationMs)
  return durationMs <= 1000 ? text : `about ${text.replace(/\u00a0min 00\u00a0s$/, '\u00a0min')}`
}

/** When hopeless runs are stopped. */
export function describeRungs({ rungs }: SweepForecast, eta: number): string {
  if (rungs.length === 0) return 'Too few epochs or runs to stop any early: all train to their end.'
  const list = listAnd(rungs.map((rung) => formatCount(rung)))
  const last = rungs.at(-1) === 1 && rungs.length === 1 ? 'epoch' : 'epochs'
  return `After ${list} ${last}, the best one of ${eta} goes on and the others stop.`
}

/** The combinations that are no recipes: how many, and why the first few. @param layerCount of the recipe, with the output layer */
export function describeLeftOut({ leftOut, leftOutCount }: SweepForecast, layerCount: number): string[] {
  return [
    ...leftOut.slice(0, 3).map(({ changes, reason }) => `${describeSwept(changes, layerCount)}: ${reason}`),
    ...(leftOutCount > 3 ? [`and ${formatCount(leftOutCount - 3)} more`] : []),
  ]
}

/** Runs with a field that does not suit what is varied: the first few, and how many more. @param layerCount as above */
export function describeMisfits({ misfits, misfitCount }: SweepForecast, layerCount: number): string[] {
  const named = misfits.slice(0, 3)
  return [
    ...named.map(
      ({ changes, misfit }) =>
        `${describeSwept(changes, layerCount)}: ${describeMisfit(misfit, nameOfValue)}`,
    ),
    ...(misfitCount > named.length ? [`and ${formatCount(misfitCount - named.length)} more`] : []),
  ]
}

/** Runs whose last epochs learn nothing: the first reasons, and how many more. @param layerCount as above */
export function describeIdle({ idle, idleCount, runCount }: SweepForecast, layerCount: number): string[] {
  const named = idle.slice(0, 3)
  const more = idleCount - named.reduce((sum, group) => sum + group.runCount, 0)
  return [
    ...named.map(({ warning, changes, runCount: count }) => {
      const others = count > 1 ? ` and ${formatCount(count - 1)} more` : ''
      return `${count === runCount ? 'All runs' : `${describeSwept(changes, layerCount)}${others}`}: ${warning}`
    }),
    ...(more > 0 ? [`and ${formatCount(more)} more`] : []),
  ]
}

export const SWEEP_LOOKS: Readonly<Record<SweepStatus, { word: string; icon: string }>> = {
  running: { word: 'Running', icon: 'i-lucide-loader-circle' },
  paused: { word: 'Paused', icon: 'i-lucide-pause' },
  completed: { word: 'Completed', icon: 'i-lucide-check' },
  stopped: { word: 'Stopped', icon: 'i-lucide-square' },
  interrupted: { word: 'Interrupted', icon: 'i-lucide-unplug' },
  elsewhere: { word: 'Trained elsewhere', icon: 'i-lucide-server' },
}

/** Runs that are over, however they ended. */
export function countOver({ counts }: SweepSummary): number {
  return counts.completed + counts.stopped + counts.failed
}

/** How far a sweep is: `12 of 20 runs done · 2 training · 34 s left`. */
export function describeCourse(sweep: SweepSummary): string {
  const { counts, runCount, remainingMs } = sweep
  const parts = [`${formatCount(countOver(sweep))} of ${countOf(runCount, 'run')} done`]
  if (counts.training > 0) parts.push(`${formatCount(counts.training)} training`)
  if (counts.stopped > 0) parts.push(`${formatCount(counts.stopped)} stopped early`)
  if (counts.failed > 0) parts.push(`${formatCount(counts.failed)} diverged or failed`)
  if (remainingMs !== null) parts.push(`${formatRemaining(remainingMs)} left`)
  return parts.join(' · ')
}

/**
 * What has come home of a sweep that other machines train: `2 of 6 runs have come home; 4 are missing.`
 * @param here runs that are here and were not cut off
 */
export function describeHome(here: number, runCount: number): string {
  const missing = runCount - here
  if (missing <= 0) return 'All runs have come home.'
  const come =
    here === 0
      ? 'No run has come home yet'
      : `${formatCount(here)} of ${countOf(runCount, 'run')} ${here === 1 ? 'has' : 'have'} come home`
  const left =
    here === 0 ? `all ${formatCount(missing)} are` : missing === 1 ? '1 is' : `${formatCount(missing)} are`
  return `${come}; ${left} missing. Each is trained by its command on any machine; import the file that it writes.`
}

/** What a sweep tries: `A grid over Learning rate, Seed`. */
export function describeSearch({ variations, search, halving, recipe }: SweepSettings): string {
  const names = variations.map(({ path }) => sweptTitle(path, recipe.layers.length)).join(', ')
  const how = search.kind === 'grid' ? 'A grid' : 'A random search'
  return `${how} over ${names}${halving === null ? '' : ', hopeless runs stopped early'}`
}
