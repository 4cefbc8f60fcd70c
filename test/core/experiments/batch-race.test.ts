import { expect, it } from 'vitest'
import { makePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import { batchRace, type BatchRaceStep, type RaceLine } from '#core/experiments/batch-race.ts'
import { parseRecipe, LECTURE_RECIPE } from '#core/recipe/recipe.ts'

const dataSet = makePenDigits({ seed: 3, trainingCount: 1100, testCount: 10 })
const recipe = parseRecipe({
  ...LECTURE_RECIPE,
  data: { dataSet: 'pen-digits', trainSize: 600, validationSize: 500, testSize: 0 },
})

/** A clock of which each look takes a millisecond. */
function race(plan: { batchSizes?: number[]; target?: number; limitMs?: number; rounds?: number }): {
  lines: RaceLine[]
  steps: BatchRaceStep[]
} {
  let time = 0
  const course = batchRace({
    ...{ recipe, dataSet, now: () => time++ },
    plan: { batchSizes: [1, 10, 600], target: 0.6, limitMs: 40, rounds: 1, ...plan },
  })
  const steps: BatchRaceStep[] = []
  for (;;) {
    const { done, value } = course.next()
    if (done === true) return { lines: value, steps }
    steps.push(value)
  }
}

it('counts updates and images alike for all, from the same start', () => {
  const { lines, steps } = race({})
  expect(lines.map(({ batchSize }) => batchSize)).toEqual([1, 10, 600])
  for (const { batchSize, points } of lines) {
    expect(points[0]).toEqual({
      updates: 0,
      images: 0,
      milliseconds: 0,
      accuracy: lines[0]!.points[0]!.accuracy,
    })
    for (const { updates, images } of points) expect(images).toBe(updates * batchSize)
    const counts = points.map(({ updates }) => updates)
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
  }
  expect(steps.filter(({ type }) => type === 'point')).toHaveLength(
    lines.reduce((sum, { points }) => sum + points.length, 0),
  )
})

it('ends a training that arrives, and gives up one that takes too long', () => {
  const [one, ten, all] = race({ target: 0.5, limitMs: 80 }).lines
  expect(ten!.end).toBe('arrived')
  expect(ten!.points.at(-1)!.accuracy).toBeGreaterThanOrEqual(0.5)
  expect(ten!.points.at(-2)!.accuracy).toBeLessThan(0.5)
  expect(all!.end).toBe('given-up')
  expect(all!.points.at(-1)!.milliseconds).toBeGreaterThanOrEqual(80)
  expect(one!.points.length).toBeGreaterThan(2)
})

it('trains the same again in later rounds, and takes the median of their times', () => {
  const once = race({ batchSizes: [10], target: 0.5, limitMs: 80 }).lines[0]!
  const thrice = race({ batchSizes: [10, 600], target: 0.5, limitMs: 80, rounds: 3 })
  const strip = ({ points }: RaceLine) =>
    points.map(({ updates, images, accuracy }) => [updates, images, accuracy])
  expect(strip(thrice.lines[0]!)).toEqual(strip(once))
  expect(thrice.steps.filter(({ type }) => type === 'line')).toHaveLength(4)
})

it('tells a training that diverged', () => {
  const { lines } = (() => {
    const course = batchRace({
      ...{ dataSet, now: () => 0 },
      recipe: {
        ...recipe,
        layers: recipe.layers.map((layer) => ({ ...layer, activation: 'identity' as const })),
        optimizer: { name: 'sgd', learningRate: 1000 },
      },
      plan: { batchSizes: [10], target: 1, limitMs: 40, rounds: 2 },
    })
    for (;;) {
      const { done, value } = course.next()
      if (done === true) return { lines: value }
    }
  })()
  expect(lines[0]!.end).toBe('diverged')
})
