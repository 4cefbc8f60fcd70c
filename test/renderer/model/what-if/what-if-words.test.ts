import { expect, it } from 'vitest'
import type { WhatIfLine } from '#core/experiments/what-if.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import type { WhatIf } from '../../../../renderer/model/what-if/what-if.ts'
import {
  describePlan,
  describeWhatIf,
  describeWhatIfProgress,
} from '../../../../renderer/model/what-if/what-if-words.ts'
import { fieldTitle } from '../../../../renderer/model/what-if/what-if-fields.ts'

const line = (value: number, correct: number | null): WhatIfLine => ({
  value,
  divergence: correct === null ? { code: 'diverged', epoch: 0, loss: null } : null,
  points: [{ epochs: 3, trainLoss: 1, trainAccuracy: 0, loss: 1, correct: correct ?? 0, total: 2000 }],
})

function whatIf(lines: WhatIfLine[], change: Partial<WhatIf> = {}): WhatIf {
  return {
    call: new AbortController(),
    plan: {
      field: 'optimizer.learningRate',
      values: lines.map(({ value }) => value),
      epochs: 3,
      trainSize: 10_000,
    },
    recipe: LECTURE_RECIPE,
    present: 3,
    classCount: 10,
    lines,
    ended: new Set(lines.map(({ value }) => value)),
    state: 'done',
    progress: null,
    problem: null,
    ...change,
  }
}

it('tells the lecture’s picture: too small, right, too large', () => {
  const lines = [line(0.1, 800), line(1, 1790), line(3, 1800), line(30, 900), line(100, 204), line(300, null)]
  expect(describeWhatIf(whatIf(lines))).toBe(
    '3, the recipe’s own value, is best here: 90.00\u00a0% of 2,000 unseen images right. ' +
      '1 is about as good; on these images the difference may be chance. ' +
      '0.1 learns more slowly; 30 is too large; 100 does not learn; 300 diverges.',
  )
})

it('reports other fields in plain words, and where to look further', () => {
  const lines = [line(3, 400), line(7, 900), line(15, 1000), line(30, 1800)]
  const plan = { ...whatIf(lines).plan, field: 'layers.0.units' }
  expect(describeWhatIf(whatIf(lines, { plan, present: 7 }))).toBe(
    '30 is best here: 90.00\u00a0% of 2,000 unseen images right. 7 and 15 read fewer right; ' +
      '3 has hardly begun to learn. It is the largest that was tried: a better one may lie beyond.',
  )
  const onBothSides = [line(5, 1000), line(10, 1800), line(20, 1100)]
  const batches = { ...plan, field: 'batchSize' }
  expect(describeWhatIf(whatIf(onBothSides, { plan: batches, present: 5 }))).toMatch(
    /5 and 20 read fewer right\.$/,
  )
  expect(fieldTitle('layers.0.units')).toBe('Hidden 1: units')
})

it('counts only what came to an end', () => {
  const lines = [line(1, 1000), line(3, 1800)]
  expect(describeWhatIf(whatIf(lines, { ended: new Set([3]) }))).toBeNull()
  expect(describeWhatIf(whatIf([line(1, null), line(3, null)]))).toMatch(/^All diverged/)
})

it('says what is trained, measured, and how far it is', () => {
  const lines = [line(3, 1800)]
  expect(describePlan(whatIf(lines))).toBe(
    'The first 3 epochs on 10,000 of the 50,000 training images, each value from the same seed, 1. ' +
      'Measured on 2,000 validation images. Nothing is stored.',
  )
  const progress = {
    call: new AbortController(),
    value: 0.3,
    valuesDone: 2,
    values: 7,
    share: 0.3,
    remainingMs: 1500,
  }
  expect(describeWhatIfProgress(whatIf(lines, { progress }))).toBe(
    'learning rate 0.3, 3 of 7 · 2\u00a0s left',
  )
  expect(describeWhatIfProgress(whatIf(lines))).toBe('reading the data')
})
