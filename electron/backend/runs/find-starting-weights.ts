import { setImmediate } from 'node:timers/promises'
import { layerSizes, parameterLayout } from '#core/network/parameters.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { type RunParent, type RunSummary, WorkbenchError } from '#contract/types.ts'
import type { Store } from '../store/store.ts'
import type { RunRegistry } from './run-registry.ts'

/** Weights that a training starts from, and the run that they are of, where that is known. */
export interface StartingWeights {
  /** Flat, as `parameterLayout` says. */
  readonly parameters: Float64Array
  readonly parent?: RunParent
}

/**
 * Finds the weights that a recipe starts from in the store; null where it starts from first weights. Weights that no run is known to end
 * in or to start from are looked for in every epoch, a checkpoint at a time.
 * @throws WorkbenchError `invalid` where the store does not have them, or where they are of a network of other sizes
 */
export async function findStartingWeights(
  recipe: Recipe,
  { store, registry }: { readonly store: Store; readonly registry: RunRegistry },
): Promise<StartingWeights | null> {
  const { startsFrom } = recipe
  if (startsFrom === undefined) return null
  for (const { runId, epoch } of store.checkpoints.listCandidates(
    startsFrom,
    parameterLayout(recipe).length,
  )) {
    if (store.checkpoints.hash(runId, epoch) === startsFrom) {
      const run = registry.summarize(runId)
      refuseOtherSizes(recipe, run)
      return { parameters: store.checkpoints.read(run, epoch).parameters, parent: ownerOf(run, epoch) }
    }
    // The window is answered in between.
    await setImmediate()
  }
  throw startProblem(
    `Starting weights: expected a run in this store with those of SHA-256 ${startsFrom}, which the recipe starts from, but none has them; import the run that they are of ('runs import' reads .backprop files), or train it first; 'train --from FILE' takes them from a file, and 'train --init NAME' draws first weights instead`,
  )
}

/** Weights fit a recipe only where all layers have the same sizes. @throws WorkbenchError `invalid` */
export function refuseOtherSizes(recipe: Recipe, source: RunSummary): void {
  const expected = layerSizes(source.recipe).join(', ')
  const got = layerSizes(recipe).join(', ')
  if (expected === got) return
  const message = `Layers: expected sizes [${expected}] as in '${source.name}', whose weights it starts from, got [${got}]`
  throw new WorkbenchError('invalid', message, [{ path: ['layers'], message }])
}

/** Of weights that a run itself started from, its own parent; undefined where they came from a file. */
function ownerOf(run: RunSummary, epoch: number): RunParent | undefined {
  if (epoch < 0 && run.status !== 'imported') return run.parent ?? undefined
  return { runId: run.id, name: run.name, epoch }
}

const startProblem = (message: string): WorkbenchError =>
  new WorkbenchError('invalid', message, [{ path: ['startsFrom'], message }])
