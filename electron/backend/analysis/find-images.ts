import type { Recipe } from '#core/recipe/recipe.ts'
import { type ChosenImages, chooseImages, type ImageChoice } from '#core/runs/measured-images.ts'
import { describeImageProblem } from '#shared/words/image-words.ts'
import { type DataSetInfo, type RunSummary, WorkbenchError } from '#contract/types.ts'
import type { DataLibrary } from '../data/data-library.ts'

/** What a task needs to ask a network about images. */
export interface FoundImages {
  readonly images: ChosenImages
  /** The run's recipe, its data being the data set that the images are of. */
  readonly recipe: Recipe
  readonly info: DataSetInfo
  /** A text that changes when the files of the data set do. */
  readonly filesState: string
}

/**
 * Finds the images that a run's weights are to be measured on, see `chooseImages`.
 * @throws WorkbenchError `invalid` where none are named or they do not fit the network, `data` where they are not there
 */
export async function findImages(
  run: Pick<RunSummary, 'name' | 'recipe' | 'unknownFields'>,
  choice: ImageChoice,
  library: Pick<DataLibrary, 'describe' | 'checkImages' | 'readFilesState'>,
): Promise<FoundImages> {
  const images = chooseImages(run, choice)
  if ('code' in images) throw new WorkbenchError('invalid', describeImageProblem(images, run.name))
  const { dataSet, isOwn } = images
  await library.checkImages(run.recipe, dataSet)
  const info = await library.describe(dataSet, isOwn ? run.recipe.data.fingerprint : undefined)
  const recipe = isOwn ? run.recipe : recipeOn(run.recipe, info)
  return { images, info, recipe, filesState: await library.readFilesState(info) }
}

/** The recipe as if for all images of another data set: its whole files, nothing varied. */
function recipeOn(recipe: Recipe, { name, trainingCount }: DataSetInfo): Recipe {
  return {
    ...recipe,
    data: {
      dataSet: name,
      trainSize: trainingCount,
      validationSize: 0,
      testSize: 0,
      isStratified: false,
      normalization: recipe.data.normalization,
      augmentation: null,
    },
  }
}
