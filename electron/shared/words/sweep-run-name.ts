import type { SweepPlan } from '#core/experiments/sweep/plan-sweep.ts'
import { nameOfField } from './field-names.ts'

/**
 * What a run of a sweep is called: after the sweep, its place and what it differs in from the others, as in
 * `Sweep 1 #3: learning rate 0.1, seed 2`.
 * @param index the run's place in the plan, from 0
 */
export function nameSweepRun(sweepName: string, { runs, varied }: SweepPlan, index: number): string {
  const changes = runs[index]!.changes.filter(({ path }) => varied.includes(path))
  const words = changes.map(({ path, value }) => `${fieldInSentence(path)} ${value ?? 'off'}`)
  return `${sweepName} #${index + 1}: ${words.join(', ')}`
}

/** A field within a sentence: `learning rate`, `L2 λ`; `hidden 2 units` for `layers.1.units`. */
function fieldInSentence(path: string): string {
  const ofLayer = /^layers\.(\d+)\.(.+)$/.exec(path)
  if (ofLayer !== null) {
    return `hidden ${Number(ofLayer[1]) + 1} ${lowerFirst(nameOfField(`layers.*.${ofLayer[2]}`))}`
  }
  return lowerFirst(nameOfField(path))
}

/** Words start small within a sentence, symbols such as L2 stay. */
function lowerFirst(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name
}
