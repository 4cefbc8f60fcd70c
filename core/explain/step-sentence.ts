import { formulaOf } from './formula.ts'
import type { Notation } from './notation.ts'
import { nameOf } from './notation.ts'
import { decimalsFor, numberText } from './number-text.ts'
import { plainId, readQuantity } from './quantity.ts'
import { renderFormula } from './render-formula.ts'
import type { Step } from './steps.ts'
import type { Trace } from './trace-types.ts'
import { value } from './trace-value.ts'

/** What a unit is called: `hidden unit 1`, `unit 2 of layer 3`, `output 1`. @param k the layer, from 1 */
export function unitWords(sizes: readonly number[], k: number, j: number): string {
  if (k === sizes.length - 1) return `output ${j + 1}`
  return sizes.length === 3 ? `hidden unit ${j + 1}` : `unit ${j + 1} of layer ${k}`
}

/** One sentence on what a step does, with its numbers. @param example whose numbers are said where the step is of all */
export function stepSentence(trace: Trace, step: Step, example = 0, notation: Notation = 'lecture'): string {
  const n = step.example ?? example
  const of = trace.examples.length > 1 && step.example !== null ? `Example ${n + 1}: ` : ''
  const sentence = sentenceOf(trace, step, n, notation)
  return of === '' ? capitalize(sentence) : of + sentence
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function sentenceOf(trace: Trace, step: Step, n: number, notation: Notation): string {
  const { phase, layer, unit, computes } = step
  const m = trace.examples.length
  if (phase === 'update') {
    const [before, after] = [trace.mean.loss, trace.updatedMean].map(
      (loss) => numberText(loss, decimalsFor([loss])).words,
    )
    const loss = `${m > 1 ? 'the mean ' : ''}${nameOf('div', notation).words}`
    return `every weight and bias moves against its derivative; ${loss} goes from ${before} to ${after}.`
  }
  if (phase === 'sum') {
    return `its gradient is added${m > 1 ? ` to that of the mini-batch, which has ${n + 1} of ${m} now` : ''}.`
  }
  if (unit !== null && layer !== null) {
    const words = computes.slice(0, 3).map((id) => {
      const lines = renderFormula(formulaOf(trace, id, n), { trace, example: n, notation })
      return {
        id,
        numbers: lines.numbers[0]?.words,
        name: lines.name.words,
        result: lines.result?.words ?? 'not formed',
      }
    })
    // s is z where nothing normalizes it, and is not said again.
    const isKind = (id: string, kind: string): boolean => readQuantity(plainId(id))?.kind === kind
    const named = words.filter(({ id }) => !isKind(id, 's') || !words.some((other) => isKind(other.id, 'z')))
    const parts = named.map(
      ({ name, numbers, result }) =>
        `${name} is ${numbers === undefined || numbers === result ? result : `${numbers}, which is ${result}`}`,
    )
    return `${unitWords(trace.sizes, layer, unit)}: ${parts.join('; ')}.`
  }
  if (phase === 'divergence') {
    const { numbers, result, name } = renderFormula(formulaOf(trace, 'div', n), {
      trace,
      example: n,
      notation,
    })
    return `${name.words} is ${numbers[0]!.words}, which is ${result!.words}.`
  }
  return groupSentence(trace, step, n, notation)
}

/** A whole layer, or a whole phase: what its numbers came to. */
function groupSentence(
  trace: Trace,
  { phase, layer, computes }: Step,
  n: number,
  notation: Notation,
): string {
  const isForward = phase === 'forward'
  const where = layer === null ? (isForward ? 'all layers, forward' : 'all layers') : `layer ${layer}`
  const k = layer ?? (isForward ? trace.sizes.length - 1 : 1)
  const kind = isForward ? 'y' : 'z'
  const ids = computes.filter((id) => {
    const quantity = readQuantity(id)
    return quantity?.kind === kind && quantity.layer === k
  })
  const numbers = ids.map((id) => value(trace, id, n))
  const decimals = decimalsFor(numbers)
  const list = numbers
    .slice(0, 6)
    .map((each) => (each === null ? 'not formed' : numberText(each, decimals).words))
  const more = numbers.length > 6 ? ` and ${numbers.length - 6} more` : ''
  if (isForward)
    return `${where}: ${numbers.length === 1 ? 'the output is' : 'the outputs are'} ${list.join(', ')}${more}.`
  if (ids.length === 0) return `${where}: the derivatives by its weights and biases.`
  return `${where}, backward: the derivatives of ${nameOf('div', notation).words} by ${layer === null ? "the first layer's sums" : 'its sums'} are ${list.join(', ')}${more}.`
}
