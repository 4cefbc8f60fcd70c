import { loadMnist, reply } from './child-support.ts'

/** A child process that measures how long MNIST's four files take to be ready, in a process that did nothing before. */
export interface DataLoading {
  readonly ms: number
  readonly trainingImages: number
}

const startedAt = performance.now()
const { training } = await loadMnist()
reply({ ms: performance.now() - startedAt, trainingImages: training.count } satisfies DataLoading)
