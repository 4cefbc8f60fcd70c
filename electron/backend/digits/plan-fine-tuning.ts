import { fineTuningRecipe, mixWithOwn, originalsOf } from '#core/experiments/fine-tuning.ts'
import { MY_DIGITS } from '#core/recipe/data-set-name.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import { type FineTuningPlan, type RunSummary, WorkbenchError } from '#contract/types.ts'
import { type DataLibrary, refuseUnready } from '../data/data-library.ts'

/**
 * Says how a run is trained on own digits, see `runCalls.start`, and on which images to measure before and after.
 * @throws WorkbenchError `invalid` for a run that cannot, `data` where the images that it learned from are not there
 */
export async function planFineTuning(
  run: Pick<RunSummary, 'name' | 'recipe' | 'unknownFields'>,
  library: Pick<DataLibrary, 'describe' | 'checkImages'>,
): Promise<FineTuningPlan> {
  const dataSet = knownDataSet(run)
  const refuse = (reason: string): never => {
    throw new WorkbenchError('invalid', `Run '${run.name}': ${reason}`)
  }
  if (dataSet === null)
    return refuse('expected to know the images that it learned from, to mix your digits with them')
  const originals = originalsOf(dataSet)
  const measuredOn = mixWithOwn(dataSet, null)
  if (originals.length === 0)
    return refuse('expected a run that learned from other images than your own digits')
  if (measuredOn === null) return refuse('it learned from as many data sets as can be mixed already')
  const counts = { trainingCount: 0, testCount: 0 }
  for (const { dataSet: name, count } of originals) {
    const info = await library.describe(name, name === dataSet ? run.recipe.data.fingerprint : undefined)
    refuseUnready(info)
    counts.trainingCount += count ?? info.trainingCount
    counts.testCount += info.testCount
  }
  const own = await library.describe(MY_DIGITS)
  if (own.state !== 'ready') return { recipe: null, measuredOn }
  // A mix says what does not fit: other classes, or images of another size.
  refuseUnready(await library.describe(measuredOn))
  await library.checkImages(run.recipe, measuredOn)
  return { recipe: fineTuningRecipe(run.recipe, { originals: counts, own }), measuredOn }
}
