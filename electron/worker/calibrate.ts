import { canCalibrate, findCalibration } from '#core/evaluation/calibration.ts'
import { predictAll } from '#core/evaluation/predict-all.ts'
import type { DataCache } from './data-cache.ts'
import { readRecipePart } from './inspection.ts'
import type { CalibrateTask, TaskResults } from './task-messages.ts'

/** Finds the temperature of a network on its validation images; null where it has none, or cannot be calibrated. @throws DataError */
export async function calibrate(
  { recipe, parameters }: CalibrateTask,
  data: DataCache,
): Promise<TaskResults['calibrate']> {
  const { images, dataSha256 } = await readRecipePart(recipe, 'validation', data)
  const kind = recipe.layers.at(-1)!.activation
  if (images.count === 0 || !canCalibrate(kind)) return { calibration: null, dataSha256 }
  const { outputs } = predictAll(recipe, parameters, images)
  return { calibration: findCalibration(outputs, images.labels, kind), dataSha256 }
}
