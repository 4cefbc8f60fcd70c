import { beforeAll, expect, test } from 'vitest'
import type { Scene } from '#core/explain/scene.ts'
import { nameOf } from '#core/explain/notation.ts'
import type { Trace } from '#core/explain/trace-types.ts'
import { traceScene } from '#core/explain/trace.ts'
import { batchValue, value } from '#core/explain/trace-value.ts'
import { freshState } from '../../renderer/model/learn/microscope-state.ts'
import { fullNumber, shortNumber, spokenNumber } from '../../renderer/model/learn/microscope/numbers.ts'
import { placeWords, quantityGroups, quantityWords } from '../../renderer/model/learn/microscope/words.ts'
import { randomScene } from '../core/explain/random-scene.ts'
import { checkAndClose } from './check-and-close.ts'
import { readMicroscope, type ShownMicroscope } from './shown-microscope.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'

/** Decimals of the table of the mini-batch and of the chosen value. */
const DECIMALS = { loss: 4, gradient: 5, chosen: 6 } as const
const SEEDS = Array.from({ length: 200 }, (_, seed) => seed)

let workbench: RunningWorkbench
let page: RunningWorkbench['page']
const networks: {
  scene: Scene
  trace: Trace
  example: number
  chosen: string | null
  shown: ShownMicroscope
}[] = []

beforeAll(async () => {
  workbench = await startWorkbench()
  page = workbench.page
  await page.evaluate(() => (location.hash = '#/learn/microscope'))
  await page.getByRole('group', { name: 'The network' }).waitFor()
  for (const seed of SEEDS) {
    const scene = randomScene(seed)
    const trace = traceScene(scene)
    const example = seed % scene.examples.length
    const ids = idsOf(trace)
    // Formulas and difference quotients of a chosen value take long to draw.
    const chosen = seed % 3 === 0 ? ids[seed % ids.length]! : null
    const state = { ...freshState(scene), example, chosen, isExpanded: seed % 5 !== 4 }
    networks.push({ scene, trace, example, chosen, shown: await readMicroscope(page, state) })
  }
})

checkAndClose(() => ({ workbench }))

const normalized = ({ examples }: Trace): boolean[] =>
  examples[0]!.layers.map(({ normalization }) => normalization !== null)
const units = ({ sizes }: Trace): number[][] => sizes.map((size) => Array.from({ length: size }, (_, j) => j))
const groupsOf = (trace: Trace) => quantityGroups(units(trace), normalized(trace))
const idsOf = (trace: Trace): string[] => groupsOf(trace).flatMap(({ ids }) => ids)
/** The slope of the loss by a quantity; null where it is not formed. */
const slope = (trace: Trace, id: string, example: number): number | null => value(trace, `d/${id}`, example)

/** Nodes and edges with numbers: folded, a unit is its output alone; means and variances are in the table alone. */
function placesOf(trace: Trace, isExpanded: boolean): string[] {
  const hidden = isExpanded ? ['mu', 'var', 'gamma', 'beta'] : ['mu', 'var', 'gamma', 'beta', 'z', 'hat', 's']
  return idsOf(trace).filter((id) => !hidden.includes(id.split(':')[0]!))
}

test('the picture shows each number of 200 networks, rounded', () => {
  const count = { numbers: 0, derivatives: 0, shown: 0 }
  for (const { trace, example, shown } of networks) {
    const isExpanded = shown.isExpanded
    const places = placesOf(trace, isExpanded)
    expect(new Set(shown.places.map(({ id }) => id))).toEqual(new Set(places))
    for (const { id, words, labels } of shown.places) {
      const number = value(trace, id, example)!
      const by = slope(trace, id, example)
      const layers = trace.sizes.length - 1
      expect(words, id).toBe(placeWords(id, layers, number, by))
      expect(words, id).toContain(`: ${spokenNumber(number)}.`)
      if (labels === null) continue
      const isLast = id === 'div' || id.startsWith('d:')
      const derivative = by === null || isLast ? '' : `∂ ${shortNumber(by)}`
      expect(labels.number, id).toBe(shortNumber(number))
      // One that would lie on other texts is left to the table.
      if (labels.derivative !== '') expect(labels.derivative, id).toBe(derivative)
      count.numbers++
      if (derivative !== '') count.derivatives++
      if (labels.derivative !== '') count.shown++
    }
  }
  expect(count.numbers).toBeGreaterThan(5000)
  expect(count.shown / count.derivatives).toBeGreaterThan(0.85)
})

test('the table shows each number, in short and with all its digits', () => {
  for (const { trace, example, shown } of networks) {
    const layers = trace.sizes.length - 1
    expect(shown.table).toEqual(
      idsOf(trace).map((id) => {
        const number = value(trace, id, example)!
        const by = id === 'div' ? null : slope(trace, id, example)
        return {
          words: quantityWords(id, layers),
          name: nameOf(id, 'lecture').text,
          value: { text: shortNumber(number, 4), digits: fullNumber(number) },
          slope: { text: by === null ? '' : shortNumber(by, 4), digits: by === null ? null : fullNumber(by) },
        }
      }),
    )
  }
})

test('what the table shows adds up: terms and bias are the sum of each unit', () => {
  for (const { trace, shown } of networks) {
    const at = new Map(
      idsOf(trace).map((id, row) => [id, Number(shown.table[row]!.value.digits!.replace('−', '-'))]),
    )
    trace.sizes.slice(1).forEach((size, k) => {
      for (let j = 0; j < size; j++) {
        const terms = units(trace)[k]!.map(
          (i) => at.get(`w:${k + 1}:${i}>${j}`)! * at.get(k === 0 ? `x:${i}` : `y:${k}:${i}`)!,
        )
        const numbers = [...terms, at.get(`b:${k + 1}:${j}`)!]
        const sum = numbers.reduce((all, each) => all + each, 0)
        const scale = numbers.reduce((all, each) => all + Math.abs(each), 0)
        expect(Math.abs(sum - at.get(`z:${k + 1}:${j}`)!)).toBeLessThanOrEqual(1e-12 * (1 + scale))
      }
    })
  }
})

test('the mini-batch shows the divergence of each example before and after the update, and its gradient', () => {
  for (const { trace, chosen, shown } of networks) {
    const parameter = chosen !== null && /^(w|b|gamma|beta):/.test(chosen) ? chosen : 'w:1:0>0'
    const gradient = (number: number): string => shortNumber(number, DECIMALS.gradient)
    const loss = (number: number): string => shortNumber(number, DECIMALS.loss)
    expect(shown.batch, parameter).toEqual([
      ...trace.examples.map((each, n) => [
        loss(each.loss),
        loss(trace.updatedLosses[n]!),
        gradient(slope(trace, parameter, n)!),
      ]),
      [loss(trace.mean.loss), loss(trace.updatedMean), gradient(batchValue(trace, `d/${parameter}`))],
    ])
  }
})

test('the chosen value is shown with more digits', () => {
  for (const { trace, example, chosen, shown } of networks) {
    if (chosen === null) continue
    const number = value(trace, chosen, example)!
    const by = chosen === 'div' ? null : slope(trace, chosen, example)
    const isField = /^(x|d|w|b|gamma|beta):/.test(chosen)
    expect(shown.chosen, chosen).toEqual([
      isField ? String(Number(number.toPrecision(12))) : shortNumber(number, DECIMALS.chosen),
      ...(chosen === 'div' ? [] : [by === null ? 'never formed' : shortNumber(by, DECIMALS.chosen)]),
    ])
  }
})
