import type { DataSet } from '#core/data/data-set.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { findMisfits, refuseUnready } from '#backend/data/data-library.ts'
import { resolvePaths } from '#backend/paths.ts'
import { describeDataSet, loadDataSet } from '#data/data-sets.ts'
import { DataError } from '#core/data/data-set.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { JobError, UsageError } from './errors.ts'
import { dataSetNameOf } from './read-input.ts'
import type { Output } from './output.ts'

/**
 * Reads the data set of a recipe into this thread, for commands that compute without a run.
 * @returns the recipe with its data set's full name
 * @throws UsageError where the recipe does not fit it; WorkbenchError or JobError where it cannot be read
 */
export async function loadDataOf(
  recipe: Recipe,
  output: Output,
): Promise<{ recipe: Recipe; dataSet: DataSet; info: DataSetInfo }> {
  const { dataFolder, mnistFolder } = resolvePaths()
  const dataFolders = { dataFolder, ...(mnistFolder !== undefined && { mnistFolder }) }
  const name = dataSetNameOf(recipe.data.dataSet, 'Data set')
  const load = async (): Promise<DataSet> => {
    try {
      const { dataSet } = await loadDataSet(name, {
        ...dataFolders,
        onProgress: (done, total) => output.progress(`Loading data: ${done} / ${total}`),
      })
      return dataSet
    } catch (error) {
      throw error instanceof DataError ? new JobError(error.message) : error
    }
  }
  const describe = async (): Promise<DataSetInfo> => {
    const info = await describeDataSet(name, dataFolders)
    refuseUnready(info)
    return info
  }
  let info = await describe()
  let dataSet: DataSet | undefined
  if (info.trainingCount === 0) {
    // Files in another layout: what they hold is known when they have been read.
    dataSet = await load()
    info = await describe()
  }
  const misfits = findMisfits(recipe, info)
  if (misfits.length > 0) throw new UsageError(misfits.map(({ message }) => message).join('; '))
  return {
    recipe: { ...recipe, data: { ...recipe.data, dataSet: name } },
    dataSet: dataSet ?? (await load()),
    info,
  }
}
