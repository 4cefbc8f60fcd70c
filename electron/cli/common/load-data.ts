import { statSync } from 'node:fs'
import path from 'node:path'
import type { DataSet } from '#core/data/data-set.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { findMisfits, refuseUnready } from '#backend/data/data-library.ts'
import { resolvePaths } from '#backend/paths.ts'
import { describeDataSet } from '#data/describe-data-sets.ts'
import { loadDataSet, MNIST, PEN_DIGITS } from '#data/load-data-set.ts'
import { DataError } from '#core/data/data-set.ts'
import { JobError, UsageError } from './errors.ts'
import type { Output } from './output.ts'

/**
 * Reads the data set of a recipe into this thread, for commands that compute without a run.
 * @returns the recipe with its data set's full name
 * @throws UsageError where the recipe does not fit it; WorkbenchError or JobError where it cannot be read
 */
export async function loadDataOf(
  recipe: Recipe,
  output: Output,
): Promise<{ recipe: Recipe; dataSet: DataSet; title: string }> {
  const { dataFolder, mnistFolder } = resolvePaths()
  const places = { dataFolder, ...(mnistFolder !== undefined && { mnistFolder }) }
  const name = findName(recipe.data.dataSet)
  const info = await describeDataSet(name, places)
  refuseUnready(info)
  const misfits = findMisfits(recipe, info)
  if (misfits.length > 0) throw new UsageError(misfits.map(({ message }) => message).join('; '))
  try {
    const { dataSet } = await loadDataSet(name, {
      ...places,
      onProgress: (done, total) => output.progress(`Loading data: ${done} / ${total}`),
    })
    return { recipe: { ...recipe, data: { ...recipe.data, dataSet: name } }, dataSet, title: info.title }
  } catch (error) {
    throw error instanceof DataError ? new JobError(error.message) : error
  }
}

/** A known name, or the absolute path of a folder. @throws UsageError for one that is not there */
function findName(given: string): string {
  if (given === PEN_DIGITS || given === MNIST) return given
  const folder = path.resolve(given)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder
  throw new UsageError(
    `Data set: expected ${PEN_DIGITS}, ${MNIST} or a folder, got '${given}', which is not there`,
  )
}
