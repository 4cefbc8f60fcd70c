import type { SweepPlan } from '#core/experiments/sweep/plan-sweep.ts'
import { HIDDEN_SIZES } from '#core/experiments/sweep/recipe-field.ts'
import type { FieldChange } from '#core/experiments/sweep/set-recipe-field.ts'
import { nameOfValue } from './choice-names.ts'
import { nameOfField } from './field-names.ts'
import { inSentence } from './in-sentence.ts'

/** Which layers a field belongs to, and what it is called; null for the layers where it is none of a layer. */
function readTitle(path: string, layerCount: number): { layers: string | null; name: string } {
  if (path === HIDDEN_SIZES) return { layers: null, name: 'Hidden layers' }
  const [, at, rest] = /^layers\.(\d+|\*)\.(.+)$/.exec(path) ?? []
  if (at === undefined) return { layers: null, name: nameOfField(path) }
  const isOutput = Number(at) === layerCount - 1
  const layers = at === '*' ? 'All hidden' : isOutput ? 'Output' : `Hidden ${Number(at) + 1}`
  return { layers, name: nameOfField(`layers.*.${rest}`) }
}

/**
 * The name of a field where no form around it says what it belongs to: `Learning rate`, `Hidden 2: units`.
 * @param layerCount layers of the recipe, with the output layer
 */
export function sweptTitle(path: string, layerCount: number): string {
  const { layers, name } = readTitle(path, layerCount)
  return layers === null ? name : `${layers}: ${inSentence(name)}`
}

/** What a run of a sweep is called: after the sweep, its place and what it differs in from the others, as in `rates #5: learning rate 3, seed 2`. */
export function nameSweepRun(sweepName: string, { runs, varied }: SweepPlan, index: number): string {
  const { changes, recipe } = runs[index]!
  const different = changes.filter(({ path }) => varied.includes(path))
  return `${sweepName} #${index + 1}: ${different.map((change) => describeChange(change, recipe.layers.length)).join(', ')}`
}

function describeChange({ path, value }: FieldChange, layerCount: number): string {
  const { layers, name } = readTitle(path, layerCount)
  const title = layers === null ? inSentence(name) : `${inSentence(layers)} ${inSentence(name)}`
  if (value === null || value === false) return `${title} off`
  if (value === true) return `${title} on`
  return `${title} ${typeof value === 'string' ? nameOfValue(path, value) : value}`
}
