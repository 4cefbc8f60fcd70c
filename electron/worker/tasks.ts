import { evaluateNetwork } from '#core/evaluation/evaluate.ts'
import { predictAll } from '#core/evaluation/predict-all.ts'
import { DataError, type LabelledImages, sliceImages } from '#core/data/data-set.ts'
import type { DataCache } from './data-cache.ts'
import type { PrepareTask } from './data-messages.ts'
import { checkGradientOf, inspect, pickImages } from './inspection.ts'
import type { EvaluateTask, PredictTask, Task, TaskUpdate, TaskResults } from './task-messages.ts'

/** A task's result and the buffers in it that can be handed over without a copy. */
export interface TaskAnswer<Result> {
  readonly result: Result
  readonly transfer: readonly ArrayBuffer[]
}

/** Does a task; a long one reports updates. @throws DataError when the data cannot be read or does not fit */
export function runTask(
  task: Task,
  data: DataCache,
  report: (update: TaskUpdate) => void,
): Promise<TaskAnswer<TaskResults[Task['type']]>> {
  switch (task.type) {
    case 'evaluate':
      return evaluate(task, data)
    case 'predict':
      return predict(task, data)
    case 'inspect':
      return plain(inspect(task, data))
    case 'pick':
      return plain(pickImages(task, data))
    case 'checkGradient':
      return plain(checkGradientOf(task, data))
    case 'drawCurve':
      // It needs the recipe's schema, which takes time and memory that a training does without.
      return plain(import('./draw-curve.ts').then(({ drawCurve }) => drawCurve(task, data, report)))
    case 'tryValues':
      return plain(import('./try-values.ts').then(({ tryValues }) => tryValues(task, data, report)))
    case 'sliceRun':
      return plain(import('./slice-run.ts').then(({ sliceRun }) => sliceRun(task, data, report)))
    case 'planeOfRun':
      return plain(import('./slice-run.ts').then(({ planeOfRun }) => planeOfRun(task, data, report)))
    case 'pictureLayer':
      return plain(import('./inside.ts').then(({ pictureLayer }) => pictureLayer(task, data)))
    case 'watchUnits':
      return plain(import('./inside.ts').then(({ watchUnits }) => watchUnits(task, data, report)))
    case 'projectLayer':
      return plain(import('./inside.ts').then(({ projectLayer }) => projectLayer(task, data)))
    case 'layOutLayer':
      return plain(import('./inside.ts').then(({ layOutLayer }) => layOutLayer(task, data, report)))
    case 'followImage':
      return plain(import('./inside.ts').then(({ followImage }) => followImage(task, data)))
    case 'favourites':
      return plain(import('./inside.ts').then(({ findFavourites }) => findFavourites(task, data)))
    case 'raceBatches':
      return plain(import('./race-batches.ts').then(({ raceBatches }) => raceBatches(task, data, report)))
    case 'measurePace':
      return plain(import('./measure-pace.ts').then(({ measurePace }) => measurePace(task, data)))
    case 'findNetwork':
      return plain(import('./find-network.ts').then(({ findNetworkIn }) => findNetworkIn(task)))
    case 'judgeAnswers':
      return plain(
        import('./find-network.ts').then(({ judgeAnswersOf }) => judgeAnswersOf(task, data, report)),
      )
    case 'drawCharts':
      return plain(import('./draw-charts.ts').then(({ drawCharts }) => drawCharts(task)))
    case 'findThresholds':
      return plain(
        import('./find-thresholds.ts').then(({ findThresholdsOf }) => findThresholdsOf(task, data)),
      )
    case 'calibrate':
      return plain(import('./calibrate.ts').then(({ calibrate }) => calibrate(task, data)))
    case 'learnNovelty':
      return plain(import('./find-thresholds.ts').then(({ learnNoveltyOf }) => learnNoveltyOf(task, data)))
    case 'turnAnswer':
      return plain(import('./explain.ts').then(({ turnAnswer }) => turnAnswer(task)))
    case 'findNearest':
      return plain(import('./explain.ts').then(({ findNearest }) => findNearest(task, data)))
    case 'sample':
      return plain(import('./data-tasks.ts').then(({ takeSample }) => takeSample(task, data)))
    case 'takeImages':
      return plain(import('./data-tasks.ts').then((tasks) => tasks.takeImages(task, data)))
    case 'meanImages':
      return plain(import('./data-tasks.ts').then(({ meanImagesOf }) => meanImagesOf(task, data)))
    case 'findDoubtful':
      return plain(import('./data-tasks.ts').then(({ findDoubtful }) => findDoubtful(task, data, report)))
    case 'drawStyles':
      return plain(import('./draw-styles.ts').then(({ drawStylesOf }) => drawStylesOf(task)))
    case 'profile':
      return plain(data.profile(task.dataSet))
    case 'prepare':
      return prepare(task, data)
    case 'retrain':
      return plain(import('./retrain.ts').then(({ retrain }) => retrain(task, data, report)))
    case 'depth':
      return plain(import('./profile-depth.ts').then(({ profileDepthOf }) => profileDepthOf(task, data)))
  }
}

/** A result that is small enough to be copied. */
async function plain<Result>(result: Promise<Result>): Promise<TaskAnswer<Result>> {
  return { result: await result, transfer: [] }
}

async function evaluate(task: EvaluateTask, data: DataCache): Promise<TaskAnswer<TaskResults['evaluate']>> {
  const { images, dataSha256 } = await takeImages(task, data)
  return { result: { ...evaluateNetwork(task.recipe, task.parameters, images), dataSha256 }, transfer: [] }
}

async function predict(task: PredictTask, data: DataCache): Promise<TaskAnswer<TaskResults['predict']>> {
  const { images, dataSha256 } = await takeImages(task, data)
  const labels = images.labels.slice() // the data set itself stays with this thread
  const sources = images.sources?.slice() ?? null
  const result = { ...predictAll(task.recipe, task.parameters, images), labels, sources, dataSha256 }
  const buffers = [result.outputs, result.predictions, result.losses, result.labels]
  return { result, transfer: buffers.map(({ buffer }) => buffer as ArrayBuffer) }
}

/** @throws DataError where there are none */
async function takeImages(
  task: EvaluateTask | PredictTask,
  data: DataCache,
): Promise<{ images: LabelledImages; dataSha256: string }> {
  const { dataSet, sha256: dataSha256 } = await data.load(task.dataSet)
  const part = dataSet[task.part]
  const images = sliceImages(part, 0, Math.min(task.count ?? part.count, part.count))
  if (images.count === 0) throw new DataError(`${task.dataSet}: expected ${task.part} images, got none`)
  return { images, dataSha256 }
}

async function prepare(task: PrepareTask, data: DataCache): Promise<TaskAnswer<TaskResults['prepare']>> {
  const { sha256 } = await data.reload(task.dataSet)
  return { result: { sha256 }, transfer: [] }
}
