import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { parameterLayout } from '#core/network/parameters.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { checkStore } from '#backend/store/check-store.ts'
import { openReadOnly } from '#backend/store/open-database.ts'
import { Store } from '#backend/store/store.ts'

/** A network so small that its weights fill a page or two, with an optimizer that has a memory. */
export const SMALL_RECIPE: Recipe = {
  ...LECTURE_RECIPE,
  inputSize: 12,
  layers: [{ ...LECTURE_RECIPE.layers[0]!, units: 10 }],
  optimizer: { name: 'momentum', learningRate: 0.1, momentum: 0.9 },
  epochs: 1000,
}

const LENGTH = parameterLayout(SMALL_RECIPE).length

/** Metrics of an epoch of the small network, different in each epoch. */
export function smallMetrics(epoch: number): EpochMetrics {
  return {
    ...{
      epoch,
      trainLoss: 1 / (epoch + 2),
      trainAccuracy: 0.5,
      validationLoss: 0.4,
      validationAccuracy: 0.6,
    },
    ...{ testLoss: 0.3, testCorrect: epoch % 100, testTotal: 100, durationMs: 12.5, learningRate: 0.1 },
    layers: null,
  }
}

/** Weights and memory of an epoch of the small network, different in each epoch. */
export function smallCheckpoint(epoch: number): Checkpoint {
  return {
    epoch,
    steps: (epoch + 1) * 10,
    parameters: Float64Array.from({ length: LENGTH }, (_, k) => Math.fround(epoch + k / 7)),
    optimizerState: Float64Array.from({ length: LENGTH }, (_, k) => epoch * 100 + k),
  }
}

/** Opens a store that is closed after the test. */
export function openStore(storePath: string, options?: ConstructorParameters<typeof Store>[1]): Store {
  const store = new Store(storePath, options)
  onTestFinished(() => store.close())
  return store
}

/** Adds a run of the small network with so many epochs. @returns its id */
export function addRun(store: Store, epochs: number, name?: string): string {
  const id = store.runs.create({ status: 'queued', recipe: SMALL_RECIPE, name })
  for (let epoch = 0; epoch < epochs; epoch++) addEpoch(store, id, epoch)
  return id
}

export function addEpoch(store: Store, id: string, epoch: number): void {
  store.runs.addEpoch(id, smallMetrics(epoch), smallCheckpoint(epoch))
}

/** What a look through a store finds wrong. */
export function findProblems(storePath: string): readonly string[] {
  const database = openReadOnly(storePath)
  try {
    return checkStore(database).problems
  } finally {
    database.close()
  }
}

/** Changes a store behind the program's back. */
export function tamper(storePath: string, work: (database: Database.Database) => void): void {
  const database = new Database(storePath)
  try {
    database.pragma('foreign_keys = OFF')
    work(database)
  } finally {
    database.close()
  }
}
