import type { LabelledImages, PartName } from '../data/data-set.ts'
import type { EngineOptions } from '../engine/create-engine.ts'
import { initializeParameters } from '../initializers/initialize.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { Divergence, StopReason } from '../runs/reason.ts'
import { isBetterEpoch } from '../runs/best-epoch.ts'
import type { TrainedEpoch } from '../runs/epoch-metrics.ts'
import { Training } from '../training/training.ts'

export interface TrainThroughOptions {
  readonly recipe: Recipe
  readonly parts: Record<PartName, LabelledImages>
  /** A clock in milliseconds, which a recipe's time limit needs; without it, no time passes. */
  readonly now?: () => number
  /** How to make the recipe's engine. */
  readonly engine?: EngineOptions
}

export interface TrainedNetwork {
  /** Of the last epoch; with patience, of the best one. */
  readonly parameters: Float64Array
  readonly epochs: readonly TrainedEpoch[]
  /** Why it ended before its last epoch, where it did. */
  readonly reason: StopReason | Divergence | null
  readonly hasDiverged: boolean
}

export type TrainThroughStep =
  | { readonly type: 'progress'; readonly epoch: number; readonly share: number }
  | { readonly type: 'epoch'; readonly metrics: TrainedEpoch }

/** Examples of one slice of work: some milliseconds, so that a caller can report progress. */
const SLICE = 500

/**
 * Trains a recipe from its first to its last epoch in slices, which the caller draws one by one; stores nothing, and does
 * not look at the layers.
 */
export function* trainThrough({
  recipe,
  parts,
  now,
  engine,
}: TrainThroughOptions): Generator<TrainThroughStep, TrainedNetwork> {
  const training = new Training({ recipe, parts, engine, measuresLayers: false })
  const epochs: TrainedEpoch[] = []
  let parameters: Float64Array | undefined
  let best: TrainedEpoch | null = null
  let startedAt = now?.() ?? 0
  const end = (reason: StopReason | Divergence | null, hasDiverged = false): TrainedNetwork => ({
    parameters: parameters ?? initializeParameters(recipe),
    epochs,
    reason,
    hasDiverged,
  })
  try {
    for (;;) {
      const event = training.advance(SLICE)
      switch (event.type) {
        case 'progress': {
          const { epoch, batch, batches } = training.position
          yield { type: 'progress', epoch, share: batch / batches }
          break
        }
        case 'epoch': {
          epochs.push(event.metrics)
          const time = now?.() ?? 0
          training.noteDuration(time - startedAt)
          startedAt = time
          const isLast = event.metrics.epoch === recipe.epochs - 1
          const isBest = isBetterEpoch(recipe, event.metrics, best)
          if (isBest) best = event.metrics
          if (recipe.stopping.patience ? isBest : isLast || canStop(recipe)) {
            ;({ parameters } = training.checkpoint())
          }
          yield event
          break
        }
        case 'diverged':
          return end(event.reason, true)
        case 'completed':
          return end(event.reason ?? null)
      }
    }
  } finally {
    training.close()
  }
}

/** Whether any epoch may turn out to be the last; a copy of the weights of each is taken then. */
function canStop({ stopping }: Recipe): boolean {
  return (
    stopping.convergence !== null || stopping.targetAccuracy !== null || stopping.timeLimitSeconds !== null
  )
}
