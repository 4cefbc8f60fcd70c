/** What of a data set decides whether a recipe fits it. */
export interface DataSetShape {
  /** Images for training and validation together. */
  readonly trainingSize: number
  readonly testSize: number
  /** Pixels of one image. */
  readonly inputSize: number
  readonly classCount: number
}

/** What of a recipe must fit its data set. Numbers that are not there yet, as in a form, are NaN and fit. */
export interface FittedRecipe {
  readonly inputSize: number
  /** Units of the output layer. */
  readonly outputUnits: number
  readonly trainSize: number
  readonly validationSize: number
  readonly testSize: number
}

/** Why a recipe does not fit its data set. */
export type FitProblem =
  | { readonly code: 'input-size'; readonly expected: number; readonly got: number }
  | { readonly code: 'output-units'; readonly atLeast: number; readonly got: number }
  | {
      readonly code: 'training-images'
      readonly atMost: number
      readonly trainSize: number
      readonly validationSize: number
    }
  | { readonly code: 'test-images'; readonly atMost: number; readonly got: number }

/** What in a recipe does not fit a data set; empty where all does. */
export function findFitProblems(recipe: FittedRecipe, dataSet: DataSetShape): FitProblem[] {
  const { inputSize, outputUnits, trainSize, validationSize, testSize } = recipe
  const problems: FitProblem[] = []
  if (!Number.isNaN(inputSize) && inputSize !== dataSet.inputSize) {
    problems.push({ code: 'input-size', expected: dataSet.inputSize, got: inputSize })
  }
  if (outputUnits < dataSet.classCount) {
    problems.push({ code: 'output-units', atLeast: dataSet.classCount, got: outputUnits })
  }
  if (trainSize + validationSize > dataSet.trainingSize) {
    problems.push({ code: 'training-images', atMost: dataSet.trainingSize, trainSize, validationSize })
  }
  if (testSize > dataSet.testSize) {
    problems.push({ code: 'test-images', atMost: dataSet.testSize, got: testSize })
  }
  return problems
}
