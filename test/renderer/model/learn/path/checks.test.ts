import { value } from '#core/explain/trace-value.ts'
import { traceScene } from '#core/explain/trace.ts'
import { withValue } from '#core/explain/scene-edit.ts'
import { describe, expect, test } from 'vitest'
import { DESCENT_STATES } from '../../../../../renderer/model/learn/descent-state.ts'
import { PREPARED } from '../../../../../renderer/model/learn/microscope-state.ts'
import { checkOf, type Attempt } from '../../../../../renderer/model/learn/path/checks.ts'
import { STOPS } from '../../../../../renderer/model/learn/path/path.ts'
import { STOP_STATES } from '../../../../../renderer/model/learn/path/stop-states.ts'

const begin = (state: keyof typeof STOP_STATES): Attempt => ({
  ...{ descent: DESCENT_STATES.step, microscope: PREPARED.tiny(), answer: null },
  ...STOP_STATES[state](),
})

describe('stops of the guided path', () => {
  test('ids differ, and each stop asks one thing', () => {
    expect(new Set(STOPS.map(({ id }) => id)).size).toBe(STOPS.length)
    for (const { answer, label } of STOPS) expect(label !== undefined).toBe(answer === 'number')
  })

  test.each(STOPS.map((stop) => [stop.id, stop] as const))(
    '%s does not pass as it begins, and passes once it is solved',
    (_, { state, check }) => {
      const attempt = begin(state)
      expect(checkOf(check).passes(attempt)).toBe(false)
      expect(checkOf(check).passes(checkOf(check).solve(attempt))).toBe(true)
    },
  )

  test.each<[string, number, string]>([
    ['step', 3.6, 'uphill'],
    ['step', -3, 'whole slope'],
    ['forward', 0.283, 'bias'],
    ['forward', 0.618, 'output'],
    ['backward', -0.382, 'slope'],
    ['backward', 0.09, 'sign'],
  ])('at %s the answer %f is told to lack what it lacks: %s', (id, answer, words) => {
    const { state, check } = STOPS.find((stop) => stop.id === id)!
    const attempt = { ...begin(state), answer }
    expect(checkOf(check).passes(attempt)).toBe(false)
    expect(checkOf(check).explain!(attempt)).toContain(words)
  })

  test.each<[string, number]>([
    ['step', 2.4],
    ['forward', 0.483],
    ['backward', -0.09],
  ])('at %s the answer is %f', (id, answer) => {
    const { state, check } = STOPS.find((stop) => stop.id === id)!
    expect(checkOf(check).passes({ ...begin(state), answer })).toBe(true)
    expect(checkOf(check).passes({ ...begin(state), answer: answer + 0.003 })).toBe(false)
  })

  test('a start near the goal is not a quick walk, and a rule that was not waited for has not stopped', () => {
    const near = begin('valley')
    const fast = checkOf('fastEnough').solve(near)
    expect(checkOf('fastEnough').passes({ ...fast, descent: { ...fast.descent, start: [0.1, 0] } })).toBe(
      false,
    )
    const stopped = checkOf('stoppedHigh').solve(begin('epsilon'))
    expect(checkOf('stoppedHigh').passes({ ...stopped, descent: { ...stopped.descent, step: 3 } })).toBe(
      false,
    )
  })

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

  test('about 0.05 is the nudge that is off by a per cent', () => {
    const { microscope } = checkOf('onePercent').solve(begin('nudge'))
    expect(microscope.nudges['w:1:0>0']).toBeGreaterThan(0.04)
    expect(microscope.nudges['w:1:0>0']).toBeLessThan(0.06)
  })
})
