import { describe, expect, test } from 'vitest'
import { checkOf } from '../../../../../renderer/model/learn/path/checks.ts'
import { begin } from './begin-stop.ts'

describe('stops in the descent view', () => {
  test('the first step is not in the picture at the stop that asks for it, and is once it is answered', () => {
    const attempt = begin('step')
    expect(attempt.descent).toMatchObject({ step: 0, isFirstStepHidden: true })
    expect(checkOf('firstStep').reveal!(attempt).descent.step).toBe(1)
    for (const state of ['epsilon', 'rate', 'valley'] as const)
      expect(begin(state).descent.isFirstStepHidden).toBeUndefined()
  })

  test.each<[number, string | null]>([
    [0.1, 'below 0.19'],
    [0.2, 'never gets below 0.001'],
    [0.25, 'never gets below 0.001'],
    [0.195, null],
  ])('a rate of %f at the edge is told what it lacks: %s', async (learningRate, words) => {
    const attempt = begin('rate')
    const [slow, , fast] = attempt.descent.optimizers
    const optimizers = [slow!, { name: 'sgd' as const, learningRate }, fast!]
    const descent = { ...attempt.descent, optimizers }
    const reason = await checkOf('edgeFound').explain!({ ...attempt, descent })
    if (words === null) expect(reason).toBeNull()
    else expect(reason).toContain(words)
  })

  test('all walks are shown to their ends once the edge is found', () => {
    const { solve, reveal } = checkOf('edgeFound')
    expect(reveal!(solve(begin('rate'))).descent.step).toBeGreaterThan(100)
  })
})
