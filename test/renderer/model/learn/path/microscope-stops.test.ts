import { xorScene } from '#core/explain/prepared-scenes.ts'
import { withValue } from '#core/explain/scene-edit.ts'
import { value } from '#core/explain/trace-value.ts'
import { traceScene } from '#core/explain/trace.ts'
import { describe, expect, test } from 'vitest'
import { trained } from '../../../../../renderer/model/learn/microscope-state.ts'
import type { Attempt } from '../../../../../renderer/model/learn/path/check.ts'
import { checkOf } from '../../../../../renderer/model/learn/path/checks.ts'
import { begin, withCut } from './begin-stop.ts'

describe('stops in the microscope', () => {
  test('a path is broken by a met wish as well as by a weight, and not by a hidden unit that moves neither', () => {
    const { microscope, ...rest } = begin('paths')
    const set = (id: string, number: number): Attempt => ({
      ...rest,
      microscope: { ...microscope, scene: withValue(microscope.scene, id, number, 0) },
    })
    const output = value(traceScene(microscope.scene), 'y:2:1', 0)!
    const { passes } = checkOf('onePath')
    expect(passes({ ...rest, microscope })).toBe(false)
    expect(passes(set('d:1', output))).toBe(true)
    expect(passes(set('w:2:0>1', 0))).toBe(true)
    expect(passes(set('w:2:0>0', 0))).toBe(false)
    expect(passes(set('x:0', 0))).toBe(false)
  })

  test('the sum takes the same step with a quarter of η alone', () => {
    const { microscope, ...rest } = begin('total')
    const set = (change: Partial<typeof microscope.scene>): Attempt => ({
      ...rest,
      microscope: { ...microscope, scene: { ...microscope.scene, ...change } },
    })
    const { passes } = checkOf('sameStep')
    expect(passes(set({ combine: 'sum', learningRate: 0.75 }))).toBe(true)
    expect(passes(set({ combine: 'sum' }))).toBe(false)
    expect(passes(set({ learningRate: 0.75 }))).toBe(false)
  })

  test('XOR is learned from its own start, in at most 5,000 updates, with nothing changed besides the bend', () => {
    const { microscope, ...rest } = begin('bend')
    const { passes, explain, solve } = checkOf('xorLearned')
    const set = (change: Partial<typeof microscope>): Attempt => ({
      ...rest,
      microscope: { ...microscope, ...change },
    })
    const learned = solve(begin('bend')).microscope
    const softplus = trained(xorScene('softplus'), 300)
    expect(passes(set({ scene: softplus, updates: 300 }))).toBe(true)
    // From the weights that identity left, softplus learns it, too: that is another start.
    expect(passes(set({ scene: softplus, updates: 301 }))).toBe(false)
    expect(explain!(set({ scene: softplus, updates: 301 }))).toContain('start anew')
    expect(passes(set({ scene: trained(xorScene('relu'), 500), updates: 500 }))).toBe(false)
    const bolder = { ...learned.scene, learningRate: 5 }
    expect(passes(set({ scene: bolder, updates: 1000 }))).toBe(false)
    expect(explain!(set({ scene: bolder, updates: 1000 }))).toContain('besides')
  })

  test('which pass is broken depends on the student, and only an h in the middle can judge', () => {
    const { passes, solve, explain } = checkOf('judged')
    const broken = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => begin('check', seed).microscope.broken!.pass)
    expect(new Set(broken)).toEqual(new Set(['A', 'B']))
    const solved = solve(begin('check'))
    expect(passes(solved)).toBe(true)
    for (const hExponent of [-2, -9]) {
      const attempt = { ...solved, microscope: { ...solved.microscope, hExponent } }
      expect(passes(attempt)).toBe(false)
      expect(explain!(attempt)).toContain('itself off')
    }
    const other = { ...solved, choices: { pass: solved.choices.pass === 'A' ? 'B' : 'A' } }
    expect(passes(other)).toBe(false)
    expect(explain!(other)).toContain('agrees')
  })

  test('a silent pixel is one of input 0, picked, or itself or a weight of it chosen', () => {
    const { microscope, ...rest } = withCut(begin('digit'))
    const choices = { why: 'input' }
    const at = (change: Partial<typeof microscope>, why = choices): boolean =>
      checkOf('silentPixel').passes({
        ...rest,
        choices: why,
        microscope: { ...microscope, ...change },
      }) as boolean
    expect(at({ chosen: 'w:1:1>0' })).toBe(true)
    expect(at({ chosen: 'd/w:1:1>1' })).toBe(true)
    expect(at({ chosen: 'x:1' })).toBe(true)
    expect(at({ cut: { ...microscope.cut!, pinned: [0, 1] } })).toBe(true)
    expect(at({ cut: { ...microscope.cut!, pinned: [1, 0] } })).toBe(false)
    expect(at({ chosen: 'w:1:0>0' })).toBe(false)
    expect(at({ chosen: 'x:1' }, { why: 'weight' })).toBe(false)
  })
})
