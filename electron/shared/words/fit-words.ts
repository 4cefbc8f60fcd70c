import type { DataSetShape, FitProblem } from '#core/runs/recipe-fit.ts'
import type { DataSetInfo } from '#contract/types.ts'
import type { RecipeProblem } from '#core/recipe/recipe.ts'

/** What of a data set these sentences name. */
type NamedDataSet = Pick<DataSetInfo, 'title' | 'rows' | 'columns'>

/** What of a data set a recipe must fit. */
export function shapeOf({
  trainingCount,
  testCount,
  rows,
  columns,
  channels,
  classNames,
}: DataSetInfo): DataSetShape {
  return {
    trainingSize: trainingCount,
    testSize: testCount,
    inputSize: rows * columns * channels,
    classCount: classNames.length,
  }
}

const count = (value: number): string => value.toLocaleString('en-US')

/** Why a recipe does not fit a data set, at the field that a person would change. */
export function fitProblemAt(
  problem: FitProblem,
  recipe: { readonly layers: { readonly length: number } },
  dataSet: NamedDataSet,
): RecipeProblem {
  return { path: pathOf(problem, recipe.layers.length), message: describeFitProblem(problem, dataSet) }
}

function pathOf(problem: FitProblem, layerCount: number): RecipeProblem['path'] {
  switch (problem.code) {
    case 'input-size':
      return ['inputSize']
    case 'output-units':
      return ['layers', layerCount - 1, 'units']
    case 'training-images':
      return ['data', problem.trainSize > problem.atMost ? 'trainSize' : 'validationSize']
    case 'test-images':
      return ['data', 'testSize']
  }
}

/** Why a recipe does not fit a data set, as one sentence with what was expected and got. */
export function describeFitProblem(problem: FitProblem, { title, rows, columns }: NamedDataSet): string {
  switch (problem.code) {
    case 'input-size':
      return `Inputs: expected ${count(problem.expected)}, one for each of the ${rows} × ${columns} pixels of ${title}, got ${count(problem.got)}`
    case 'output-units':
      return `Output layer: expected at least ${problem.atLeast} units, one for each class, got ${count(problem.got)}`
    case 'training-images': {
      const { atMost, trainSize, validationSize } = problem
      return `Training and validation images: expected at most the ${count(atMost)} of ${title} together, got ${count(trainSize)} + ${count(validationSize)} = ${count(trainSize + validationSize)}`
    }
    case 'test-images':
      return `Test images: expected at most the ${count(problem.atMost)} of ${title}, got ${count(problem.got)}`
  }
}
