import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { DEPTH, profileDepth } from '#core/explain/depth.ts'
import { describe, expect, test } from 'vitest'
import type { Attempt } from '../../../../../renderer/model/learn/path/check.ts'
import { checkOf } from '../../../../../renderer/model/learn/path/checks.ts'
import { STOPS } from '../../../../../renderer/model/learn/path/path.ts'
import { RUNS_STATES, type MeasuredRun } from '../../../../../renderer/model/learn/runs-state.ts'
import { begin, withCut } from './begin-stop.ts'

const measured = (id: string, trainingError: number, unseenError: number): MeasuredRun => ({
  ...{ id, name: id, setting: RUNS_STATES.trial.setting, dataSet: 'mnist', validationSize: 10_000 },
  ...{ trainingError, unseenError },
})
/** The lecture's runs on MNIST, as they were measured. */
const withRuns = (attempt: Attempt): Attempt => ({
  ...attempt,
  runs: {
    ...attempt.runs,
    lecture: {
      lecture: measured('lecture', 0.026, 0.046),
      timid: measured('timid', 0.177, 0.168),
      few: measured('few', 0.03, 0.186),
    },
  },
})

describe('stops of the guided path', () => {
  test('ids differ, and each stop asks one thing', () => {
    expect(new Set(STOPS.map(({ id }) => id)).size).toBe(STOPS.length)
    for (const { answer, label } of STOPS) expect(label !== undefined).toBe(answer === 'number')
  })

  test.each(STOPS.map((stop) => [stop.id, stop] as const))(
    '%s does not pass as it begins, and passes once it is solved',
    async (_, { state, check }) => {
      const attempt = withRuns(state === 'digit' ? withCut(begin(state)) : begin(state))
      const { passes, solve, reveal, isMeasuredFirst } = checkOf(check)
      expect(await passes(attempt)).toBe(false)
      const solved = solve(attempt)
      // What has to be trained passes with a run of its own, below.
      if (isMeasuredFirst) return
      expect(await passes(solved)).toBe(true)
      // What is shown afterwards must not undo the answer.
      if (reveal) expect(await passes(reveal(solved))).toBe(true)
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

  test('AND needs AND, and a line that divides it', () => {
    const { functions, ...rest } = begin('neuron')
    const set = (change: Partial<typeof functions.neuron>): Attempt => ({
      ...rest,
      functions: { ...functions, neuron: { ...functions.neuron, ...change } },
    })
    const { passes } = checkOf('allFourRight')
    expect(passes(set({ weights: [1, 1], bias: -1.5 }))).toBe(true)
    expect(passes(set({ weights: [1, 1], bias: -0.5 }))).toBe(false)
    expect(passes(set({ gate: 'or', weights: [1, 1], bias: -0.5 }))).toBe(false)
  })

  test('at the corner any slope between 0 and 1 is right, and the steepest place is on the sigmoid', () => {
    const { functions, ...rest } = begin('slopes')
    const set = (change: Partial<typeof functions.activations>): Attempt => ({
      ...rest,
      functions: { ...functions, activations: { ...functions.activations, ...change } },
    })
    const { passes, explain } = checkOf('reluSlopes')
    expect(passes(set({ reluSlopes: ['0', '1', '0.5'], chosen: 'sigmoid', z: 0.05 }))).toBe(true)
    expect(passes(set({ reluSlopes: ['0', '1', '2'], chosen: 'sigmoid', z: 0 }))).toBe(false)
    expect(passes(set({ reluSlopes: ['0', '1', '0'], chosen: 'tanh', z: 0 }))).toBe(false)
    expect(passes(set({ reluSlopes: ['0', '1', '0'], chosen: 'sigmoid', z: 0.2 }))).toBe(false)
    expect(explain!(set({ reluSlopes: ['0', '', ''] }))).toContain('z = 3')
  })

  test('cross-entropy’s first step is 56.6 times as large, read off to a tenth', () => {
    const passes = (answer: number) => checkOf('slowRatio').passes({ ...begin('slow'), answer })
    expect([50, 49].map(passes)).toEqual([false, false])
    expect([50.2, 56.6, 57, 63].map(passes)).toEqual([true, true, true, true])
    expect([64, 1 / 56.6].map(passes)).toEqual([false, false])
    expect(checkOf('slowRatio').explain!({ ...begin('slow'), answer: 0.0177 })).toContain('smaller')
  })

  test.each([
    ['y - ŷ', 'sign'],
    ['2(ŷ − y)', 'factor'],
    ['', 'first'],
  ])('the exercise refuses %s and says why', async (draft, words) => {
    const { functions, ...rest } = begin('exercise')
    const attempt = { ...rest, functions: { ...functions, exercise: { ...functions.exercise, draft } } }
    expect(await checkOf('sameFunction').passes(attempt)).toBe(false)
    expect(await checkOf('sameFunction').explain!(attempt)).toContain(words)
  })

  test('runs are sorted by their numbers alone', () => {
    const attempt = withRuns(begin('diagnosis'))
    const { passes, explain } = checkOf('sorted')
    const choices = { lecture: 'both', timid: 'bias', few: 'variance' }
    expect(passes({ ...attempt, choices })).toBe(true)
    expect(passes({ ...attempt, choices: { ...choices, lecture: 'variance' } })).toBe(false)
    const other = { ...attempt, choices: { ...choices, lecture: 'variance' } }
    expect(explain!(other)).toBe('Of ‘lecture’ 2.4 % is bias and 2.0 % variance.')
  })

  test('ten layers are alive as the core measures them, and not while nothing is measured', () => {
    const { training } = makePenDigits({ seed: 3, trainingCount: DEPTH.images + 1, testCount: 1 })
    const { passes, explain, solve } = checkOf('alive')
    const measuredAs = (attempt: Attempt): Attempt => ({
      ...attempt,
      profile: profileDepth(attempt.depth, training, 10),
    })
    const begun = begin('deep')
    expect(passes(measuredAs(begun))).toBe(false)
    expect(explain!(measuredAs(begun))).toContain('fades')
    expect(passes(solve(begun))).toBe(false)
    expect(passes(measuredAs(solve(begun)))).toBe(true)
  })

  test('pixels of the rim are explained after their change was seen from end to end', () => {
    const solved = checkOf('border').solve(begin('hidden'))
    const { passes, explain } = checkOf('border')
    const seen = { first: true, last: false }
    expect(passes({ ...solved, inside: { ...solved.inside, seen } })).toBe(false)
    expect(passes({ ...solved, inside: { ...solved.inside, kind: 'weights' } })).toBe(false)
    expect(passes({ ...solved, choices: { why: 'small' } })).toBe(false)
    expect(explain!({ ...solved, inside: { ...solved.inside, seen } })).toContain('first epoch')
  })

  test('a race counts with a bet before it, and once it has ended', () => {
    const { data, ...rest } = begin('batches')
    const outcome = { batch: 10, end: 'arrived', updates: 9, images: 90, milliseconds: 5 } as const
    const at = (race: Partial<typeof data.race>) =>
      checkOf('raced').passes({ ...rest, data: { ...data, race: { ...data.race, ...race } } })
    expect(at({ bet: 10, outcomes: [outcome] })).toBe(true)
    expect(at({ outcomes: [outcome] })).toBe(false)
    expect(at({ bet: 'all' })).toBe(false)
  })

  test('one look at the chosen epoch is one look', () => {
    const { data, ...rest } = begin('piles')
    const at = (chosen: number | null, looks: number[]) =>
      checkOf('choseBefore').passes({ ...rest, data: { ...data, piles: { runId: 'r', chosen, looks } } })
    expect(at(3, [3])).toBe(true)
    expect([at(3, []), at(null, [3]), at(3, [4]), at(3, [2, 3])]).toEqual([false, false, false, false])
  })

  test('a trial is below the goal on the same images, and explained in a sentence', () => {
    const begun = withRuns(begin('trial'))
    const sentence = 'More units against bias, L2 against variance.'
    const { passes, explain } = checkOf('below')
    const own = (...runs: MeasuredRun[]): Attempt => ({
      ...begun,
      sentence,
      runs: { ...begun.runs, own: runs },
    })
    const good = measured('own', 0.01, 0.024)
    expect(passes(own(good))).toBe(true)
    expect(passes(own(good, measured('later', 0.02, 0.05)))).toBe(true)
    expect(passes(own(measured('own', 0.01, 0.03)))).toBe(false)
    expect(passes(own({ ...good, validationSize: 5000 }))).toBe(false)
    expect(passes(own({ ...good, dataSet: 'pen-digits' }))).toBe(false)
    expect(passes({ ...own(good), sentence: 'more units, of course' })).toBe(false)
    expect(explain!({ ...own(good), sentence: 'more' })).toContain('five words')
    expect(explain!(own(measured('own', 0.01, 0.04)))).toContain('4.0 %')
    expect(explain!(own())).toContain('train')
  })

  test('about 0.05 is the nudge that is off by a per cent', () => {
    const { microscope } = checkOf('onePercent').solve(begin('nudge'))
    expect(microscope.nudges['w:1:0>0']).toBeGreaterThan(0.04)
    expect(microscope.nudges['w:1:0>0']).toBeLessThan(0.06)
  })
})

test.each(STOPS.filter(({ answer }) => answer === 'state').map((stop) => [stop.id, stop] as const))(
  '%s says as it begins what is lacking',
  async (_, { state, check }) => {
    const attempt = withRuns(state === 'digit' ? withCut(begin(state)) : begin(state))
    const words = await checkOf(check).explain?.(attempt)
    expect(words).toMatch(/^\S.{8,}[.?]$/)
  },
)
