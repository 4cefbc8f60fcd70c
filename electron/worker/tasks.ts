import { evaluateNetwork } from '#core/analysis/evaluate.ts'
import { DataError, type LabelledImages, sliceImages } from '#core/data/data-set.ts'
import type { DataCache } from './data-cache.ts'
import type { EvaluateTask, PrepareTask, SampleTask, Task, TaskResults } from './messages.ts'

/** A task's result and the buffers in it that can be handed over without a copy. */
export interface TaskAnswer<Result> {
  readonly result: Result
  readonly transfer: readonly ArrayBuffer[]
}

/** Does a task. @throws DataError when the data cannot be read or does not fit */
export function runTask(task: Task, data: DataCache): Promise<TaskAnswer<TaskResults[Task['type']]>> {
  switch (task.type) {
    case 'evaluate':
      return evaluate(task, data)
    case 'sample':
      return takeSample(task, data)
    case 'prepare':
      return prepare(task, data)
  }
}

async function evaluate(task: EvaluateTask, data: DataCache): Promise<TaskAnswer<TaskResults['evaluate']>> {
  const part = await readPart(task, data)
  const images = sliceImages(part, 0, Math.min(task.count ?? part.count, part.count))
  if (images.count === 0) throw new DataError(`${task.dataSet}: expected ${task.part} images, got none`)
  return { result: evaluateNetwork(task.recipe, task.parameters, images), transfer: [] }
}

async function takeSample(task: SampleTask, data: DataCache): Promise<TaskAnswer<TaskResults['sample']>> {
  const part = await readPart(task, data)
  const from = Math.min(task.offset, part.count)
  const { rows, columns, images, labels } = sliceImages(part, from, Math.min(from + task.count, part.count))
  // Copies: the data set itself stays with this thread.
  const sample = { rows, columns, images: images.slice(), labels: labels.slice() }
  return { result: sample, transfer: [sample.images.buffer, sample.labels.buffer] }
}

async function prepare(task: PrepareTask, data: DataCache): Promise<TaskAnswer<TaskResults['prepare']>> {
  const { sha256 } = await data.reload(task.dataSet)
  return { result: { sha256 }, transfer: [] }
}

async function readPart(
  { dataSet, part }: { dataSet: string; part: 'training' | 'test' },
  data: DataCache,
): Promise<LabelledImages> {
  const loaded = await data.load(dataSet)
  return loaded.dataSet[part]
}
