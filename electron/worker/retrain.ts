import { splitDataSet } from '#core/data/data-set.ts'
import { Training } from '#core/training/training.ts'
import type { TrainedEpoch } from '#core/runs/epoch-metrics.ts'
import { nodeEngineThreads } from './node-engine-threads.ts'
import type { DataCache } from './data-cache.ts'
import type { RetrainTask, TaskResults, TaskUpdate } from './task-messages.ts'

/** Examples of one slice of work. */
const SLICE = 2000

/**
 * Trains a recipe from its seed to its end, to see whether somebody's run is what comes of it; stores nothing. It takes no
 * messages meanwhile: to cancel it, its thread is terminated.
 * @throws DataError
 */
export async function retrain(
  { recipe }: RetrainTask,
  data: DataCache,
  report: (update: TaskUpdate<'retrain'>) => void,
): Promise<TaskResults['retrain']> {
  const { dataSet, sha256: dataSha256 } = await data.load(recipe.data.dataSet)
  const training = new Training({
    recipe,
    parts: splitDataSet(dataSet, recipe.data),
    engine: { threads: nodeEngineThreads() },
    measuresLayers: false,
  })
  const epochs: TrainedEpoch[] = []
  let parameters = new Float64Array(0)
  try {
    for (;;) {
      const event = training.advance(SLICE)
      if (event.type === 'epoch') {
        epochs.push(event.metrics)
        parameters = Float64Array.from(training.checkpoint().parameters)
        report({ epochsDone: epochs.length, epochs: recipe.epochs })
      } else if (event.type !== 'progress') return { epochs, parameters, dataSha256 }
    }
  } finally {
    training.close()
  }
}
