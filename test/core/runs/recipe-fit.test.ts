import { expect, it } from 'vitest'
import { findFitProblems } from '#core/runs/recipe-fit.ts'

const dataSet = { trainingSize: 240, testSize: 60, inputSize: 30, classCount: 10 }
const fitting = { inputSize: 30, outputUnits: 10, trainSize: 200, validationSize: 40, testSize: 60 }

it.each([
  ['all that there is', {}, []],
  ['more outputs than classes', { outputUnits: 11 }, []],
  ['numbers that are not there yet', { inputSize: NaN, outputUnits: NaN, trainSize: NaN }, []],
  ['other images', { inputSize: 784 }, [{ code: 'input-size', expected: 30, got: 784 }]],
  ['a class too few', { outputUnits: 9 }, [{ code: 'output-units', atLeast: 10, got: 9 }]],
  [
    'one image too many for both',
    { trainSize: 201 },
    [{ code: 'training-images', atMost: 240, trainSize: 201, validationSize: 40 }],
  ],
  ['a test image too many', { testSize: 61 }, [{ code: 'test-images', atMost: 60, got: 61 }]],
])('%s', (_what, changes, problems) => {
  expect(findFitProblems({ ...fitting, ...changes }, dataSet)).toEqual(problems)
})
