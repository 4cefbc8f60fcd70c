import { describe, expect, it } from 'vitest'
import { evaluate } from '#core/explain/expression.ts'
import { batchFormula, formulaOf, reader, updateFormula } from '#core/explain/formula.ts'
import { PREPARED_SCENES, TINY_SCENE } from '#core/explain/prepared-scenes.ts'
import { isParameter, parseQuantity } from '#core/explain/quantity.ts'
import { renderFormula } from '#core/explain/render-formula.ts'
import { stepSentence } from '#core/explain/step-sentence.ts'
import { knownAfter, listSteps, passesNeeded } from '#core/explain/steps.ts'
import { traceScene } from '#core/explain/trace.ts'
import { value } from '#core/explain/trace-value.ts'
import { NOTATIONS } from '#core/explain/notation.ts'
import { setFormula } from '../../../renderer/model/learn/set-formula.ts'

const tiny = traceScene(TINY_SCENE)
const set = (tex: string): string => setFormula(tex, { isDisplay: false })

describe.each(Object.entries(PREPARED_SCENES))('formulas of %s', (_name, make) => {
  const trace = traceScene(make())
  const steps = listSteps(trace, 'unit')
  const ids = [...new Set(steps.flatMap(({ computes }) => computes))]

  it('come to the numbers of the passes, in each of their forms', () => {
    let compared = 0
    for (const id of ids) {
      trace.examples.forEach((_, n) => {
        const { lines, value: expected } = formulaOf(trace, id, n)
        for (const line of lines) {
          const got = evaluate(line, reader(trace, n))
          expect(Math.abs(got - expected!), `${id} of example ${n}`).toBeLessThanOrEqual(
            1e-12 * (1 + Math.abs(expected!)),
          )
          compared++
        }
      })
    }
    expect(compared).toBeGreaterThan(ids.length / 2)
  })

  it('come to the mean, the sum and the update', () => {
    for (const id of ids.filter((each) => isParameter(each.slice(2)))) {
      for (const combine of ['mean', 'sum'] as const) {
        const { lines, value: expected } = batchFormula(trace, id, combine)
        expect(evaluate(lines[0]!, reader(trace, 0))).toBeCloseTo(expected!, 12)
      }
      const { lines, value: expected } = updateFormula(trace, id.slice(2))
      expect(evaluate(lines[0]!, reader(trace, 0), trace.learningRate)).toBeCloseTo(expected!, 12)
    }
  })

  it('can be set by KaTeX in every notation, and their parts carry the quantities', () => {
    for (const id of ids) {
      for (const notation of NOTATIONS) {
        const formula = formulaOf(trace, id)
        const { whole } = renderFormula(formula, { trace, notation })
        expect(set(whole.tex)).toContain(`data-quantity="${id.replace('>', '&gt;')}"`)
        const parameter = id.slice(2)
        if (id.startsWith('d/') && isParameter(parameter)) {
          for (const other of [batchFormula(trace, id), updateFormula(trace, parameter)]) {
            set(renderFormula(other, { trace, notation }).whole.tex)
          }
        }
        expect(whole.words).not.toMatch(/[\\{}$]|undefined|NaN/)
      }
    }
  })

  it('has a sentence for each step, and every level ends where the finest does', () => {
    for (const level of ['unit', 'layer', 'phase'] as const) {
      const list = listSteps(trace, level)
      expect(list.at(-1)!.end).toBe(steps.length)
      expect(list.flatMap(({ computes }) => computes)).toEqual(steps.flatMap(({ computes }) => computes))
      for (const step of list) expect(stepSentence(trace, step)).toMatch(/^[A-Z].*\.$/)
    }
  })
})

describe('steps of the small network', () => {
  const steps = listSteps(tiny, 'unit')

  it('are 21 by unit, 7 by layer and 5 by phase', () => {
    expect(['unit', 'layer', 'phase'].map((level) => listSteps(tiny, level as 'unit').length)).toEqual([
      21, 7, 5,
    ])
  })

  it('know nothing before, one more after each, and never more than the passes have given', () => {
    expect(knownAfter(tiny, 0).has('z:1:0', 0)).toBe(false)
    expect(knownAfter(tiny, 0).has('w:1:0>0', 0)).toBe(true)
    expect(knownAfter(tiny, 1).has('z:1:0', 0)).toBe(true)
    expect(knownAfter(tiny, 1).has('y:1:0', 0)).toBe(false)
    steps.forEach(({ computes, end }) => {
      for (const id of computes) {
        expect(knownAfter(tiny, end - 1).has(id, 0)).toBe(false)
        expect(knownAfter(tiny, end).has(id, 0)).toBe(true)
      }
    })
    expect(knownAfter(tiny, 21)).toMatchObject({ added: 1, isUpdated: true, passes: 2 })
  })

  it('never use what is not known yet', () => {
    for (const { computes, end } of steps) {
      const known = knownAfter(tiny, end)
      for (const id of computes) {
        for (const line of formulaOf(tiny, id).lines) {
          const { tex } = renderFormula(
            { id, of: 'example', lines: [line], value: value(tiny, id) },
            { trace: tiny, isCovered: (each) => !known.has(each, 0) },
          ).whole
          expect(tex).not.toContain('\\text{?}')
        }
      }
    }
  })

  it('are said with their numbers', () => {
    expect(stepSentence(tiny, steps[4]!)).toBe(
      'Output 1: z of layer 2, unit 1 is 1.2 times 0.599 minus 0.7 times 0.622 plus 0.2, which is 0.483.',
    )
    expect(stepSentence(tiny, listSteps(tiny, 'layer')[0]!)).toBe('Layer 1: the outputs are 0.599, 0.622.')
  })

  it('count the passes that they save', () => {
    expect(passesNeeded(tiny)).toEqual({ backprop: 2, differences: 13 })
  })

  it('shows a question mark for what is covered', () => {
    const formula = formulaOf(tiny, 'z:2:0')
    const { result, numbers } = renderFormula(formula, {
      trace: tiny,
      isCovered: (id) => id === 'z:2:0' || id === 'y:1:0',
    })
    expect(result).toBeNull()
    expect(numbers[0]!.tex).toContain('\\htmlData{quantity=y:1:0}{\\text{?}}')
    expect(parseQuantity('z:2:0').kind).toBe('z')
  })
})
