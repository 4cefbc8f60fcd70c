import { describe, expect, it } from 'vitest'
import type { LearningCurvePlan } from '#core/experiments/learning-curve-plan.ts'
import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import {
  curveDots,
  curveParts,
  curveRows,
  describeRow,
  summarizeCurve,
} from '../../../../renderer/model/inspect/curve-rows.ts'
import {
  describeCurve,
  describeCurveProgress,
  describeDuration,
  describeEqual,
  findPlanProblem,
  formatShare,
} from '../../../../renderer/model/inspect/curve-words.ts'
import type { RunCurve } from '../../../../renderer/model/inspect/run-curve.ts'
import { runOf } from '../../epochs.ts'

const recipe = {
  ...LECTURE_RECIPE,
  engine: 'reference' as const,
  data: { ...LECTURE_RECIPE.data, trainSize: 20_000, validationSize: 3000, testSize: 0 },
}
const run = runOf('lecture', {
  recipe,
  // 633,900 passes at 0.1 ms: 600,000 of training, a third of 90,000 answers, and 130 at the end of each epoch.
  durationMs: 63_390,
  epochsDone: 30,
})
const plan: LearningCurvePlan = { sizes: [200, 20_000], seeds: [1, 2, 3], epochs: 30, equal: 'steps' }
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

function point(
  size: number,
  seed: number,
  validationAccuracy: number | null,
  epochs = 30,
): LearningCurvePoint {
  const trainAccuracy = validationAccuracy === null ? null : 1
  return { size, seed, epochs, trainAccuracy, validationAccuracy, testAccuracy: null, reason: null }
}
const points = [point(200, 1, 0.7), point(200, 2, 0.8), point(20_000, 1, 0.95, 20), point(20_000, 2, null, 2)]

describe('before a learning curve', () => {
  it('says how long it may take, by the speed of the run', () => {
    // 3 networks of 30 epochs and 3 of 3,000 short ones, 600,000 passes each and the ends of epochs: 4.8 million.
    expect(plain(describeDuration(run, plan))).toBe('6 networks, about 8 min at the speed of this run.')
    const one = { ...plan, sizes: [200, 400], seeds: [1], epochs: 1 }
    expect(plain(describeDuration(run, one))).toBe('2 networks, about 7 s at the speed of this run.')
    expect(plain(describeDuration({ ...run, durationMs: 63 }, one))).toBe(
      '2 networks, under 1 s at the speed of this run.',
    )
    const unmeasured = { ...run, epochsDone: 0, durationMs: 0 }
    expect(describeDuration(unmeasured, plan)).toBe('6 networks; how long they take is not known.')
  })

  it('expects networks to stop as early as the run did', () => {
    const early = { ...run, epochsDone: 10, durationMs: 21_130 }
    expect(plain(describeDuration(early, plan))).toBe(
      '6 networks, about 3 min if they stop as early as this run, about 8 min at most.',
    )
  })

  it('says what all networks have in common', () => {
    expect(describeEqual(run, plan)).toBe(
      'Each network makes as many training steps as 30 epochs of all 20,000 images take, about 60,000. It sees few images more often.',
    )
    const epochs = describeEqual(run, { ...plan, epochs: 1, equal: 'epochs' })
    expect(epochs).toMatch(
      /^Each network sees each of its images 1 time\. Few images then mean few training steps/,
    )
    const stopping = { ...recipe.stopping, targetAccuracy: 0.9 }
    const limited = { ...run, recipe: { ...recipe, stopping } }
    expect(describeEqual(limited, plan)).toMatch(/stopping rules may end one sooner\.$/)
  })

  it('says what cannot be drawn', () => {
    expect(findPlanProblem(run, plan)).toBeNull()
    expect(findPlanProblem(run, { ...plan, sizes: [200] })).toMatch(/^Choose two amounts/)
    expect(findPlanProblem(run, { ...plan, epochs: 3000 })).toBe(
      'With 200 images: Epochs: expected a whole number from 1 to 100,000, got 300000. Leave small amounts out, or take fewer epochs.',
    )
  })

  it('writes shares without a precision they do not have', () => {
    expect([0.01, 0.125, 1].map((share) => plain(formatShare(share)))).toEqual(['1 %', '12.5 %', '100 %'])
  })
})

describe('a learning curve', () => {
  const curve: RunCurve = {
    call: new AbortController(),
    plan,
    points,
    state: 'running',
    progress: null,
    problem: null,
  }

  it('says how far it is', () => {
    expect(describeCurveProgress(curve)).toBe('reading the data')
    const progress = {
      call: new AbortController(),
      size: 20_000,
      seed: 3,
      networksDone: 4,
      networks: 6,
      share: 0.7,
    }
    expect(plain(describeCurveProgress({ ...curve, progress: { ...progress, remainingMs: 41_000 } }))).toBe(
      'network 5 of 6: 20,000 images, seed 3 · 41 s left',
    )
  })

  it('says how it came about', () => {
    expect(describeCurve({ ...curve, state: 'cancelled' })).toBe(
      'Mean of up to 3 seeds; each dot is a network, the band spans lowest to highest. Equal training steps, as in 30 epochs of all images. 1 of 4 networks diverged, and do not count. Cancelled after 4 of 6 networks.',
    )
  })

  it('has a row for each amount, without networks that diverged', () => {
    const rows = curveRows(points)
    expect(rows.map(({ size, networks, spreads }) => [size, networks, spreads.validation?.mean])).toEqual([
      [200, 2, 0.75],
      [20_000, 2, 0.95],
    ])
    expect(rows.map(describeRow)).toEqual(['2 networks, 30 epochs each', '2 networks, 2 to 20 epochs'])
    expect(curveParts(points)).toEqual(['training', 'validation'])
    expect(curveDots(points, 'validation')).toEqual([
      { x: 200, y: 0.7 },
      { x: 200, y: 0.8 },
      { x: 20_000, y: 0.95 },
    ])
    expect(plain(summarizeCurve(rows, ['training', 'validation']))).toBe(
      'Learning curve, accuracy by number of training images. 200 images: training 100.00 %, validation 75.00 %. 20,000 images: training 100.00 %, validation 95.00 %.',
    )
  })
})
