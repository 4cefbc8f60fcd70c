import { setImmediate } from 'node:timers/promises'
import { CLAIMABLE_STATUSES, isActive } from '#core/runs/run-status.ts'
import { parameterLayout } from '#core/network/parameters.ts'
import { OPTIMIZERS } from '#core/optimizers/optimizers.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { runCalls } from '#contract/calls/runs.ts'
import type { InputOf } from '#contract/define-calls.ts'
import {
  type KeepEvery,
  type RunParent,
  type RunStatus,
  type RunSummary,
  WorkbenchError,
} from '#contract/types.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { hashFloats } from '../store/float-bytes.ts'
import { findStartingWeights, refuseOtherSizes } from './find-starting-weights.ts'
import { PastEpochs } from './past-epochs.ts'
import type { RunRegistry } from './run-registry.ts'
import type { Store } from '../store/store.ts'
import type { TrainingQueue } from '../trainer/training-queue.ts'

/** A training to start: from given weights, or else the initializer's. */
export interface StartInput {
  readonly recipe: Recipe
  readonly name?: string | undefined
  /** Flat, as `parameterLayout` says. */
  readonly parameters?: Float64Array
  /** The run whose weights these are. */
  readonly parent?: RunParent
  readonly threads?: number | undefined
  readonly keepEvery?: KeepEvery | undefined
}

export interface RunLifecycleOptions {
  readonly store: Store
  readonly registry: RunRegistry
  readonly library: DataLibrary
  readonly queue: TrainingQueue
}

/** Starts, pauses, resumes, stops and deletes runs. */
export class RunLifecycle {
  readonly #options: RunLifecycleOptions

  constructor(options: RunLifecycleOptions) {
    this.#options = options
  }

  /**
   * Creates a run and queues it. A recipe that starts from weights gets them from the store where they are not given; one that is given
   * weights says which they are.
   * @throws WorkbenchError where its data set does not fit, or the store does not have the weights
   */
  async start(input: StartInput): Promise<RunSummary> {
    const { name, threads: wantedThreads, keepEvery } = input
    const { registry, library, store, queue } = this.#options
    await library.checkFit(input.recipe)
    const { parameters, parent } =
      input.parameters === undefined
        ? ((await findStartingWeights(input.recipe, this.#options)) ?? {})
        : input
    const recipe =
      parameters === undefined ? input.recipe : { ...input.recipe, startsFrom: hashFloats(parameters) }
    store.log.requireRoom(epochBytes(recipe))
    const { id } = registry.create({ name, status: 'queued', recipe, parameters, parent, keepEvery })
    queue.add({
      runId: id,
      recipe,
      start: store.checkpoints.find(id),
      past: null,
      dataSha256: null,
      isStep: false,
      wantedThreads,
    })
    return registry.summarize(id)
  }

  /** Creates a run, from the weights of another one if `from` is given. @throws WorkbenchError */
  async startFromRun({ from, ...given }: InputOf<typeof runCalls.start>): Promise<RunSummary> {
    if (from === undefined) return this.start(given)
    const { registry, store } = this.#options
    const source = registry.summarize(from.runId)
    refuseOtherSizes(given.recipe, source)
    const { epoch, parameters } = store.checkpoints.read(source, from.epoch)
    return this.start({ ...given, parameters, parent: { runId: source.id, name: source.name, epoch } })
  }

  /** @throws WorkbenchError `conflict` for a run that this program does not train */
  async pause(runId: string): Promise<void> {
    this.#requireHeld(runId, 'pause')
    await this.#options.queue.pause(runId)
  }

  /** Resumes a run, see `runCalls.resume`. @throws WorkbenchError `conflict`, `invalid` or `data` */
  resume(input: InputOf<typeof runCalls.resume>): Promise<void> {
    return this.#goOn(input, false)
  }

  /** Resumes a run up to the end of the current epoch. @throws WorkbenchError `conflict`, `invalid` or `data` */
  step(input: InputOf<typeof runCalls.step>): Promise<void> {
    return this.#goOn(input, true)
  }

  /** @throws WorkbenchError `conflict` for a run that this program does not train */
  async stop(runId: string): Promise<void> {
    this.#requireHeld(runId, 'stop')
    await this.#options.queue.stop(runId)
  }

  /** Hides runs; those that train are stopped first. @throws WorkbenchError `conflict` or `not-found` */
  async delete(runIds: readonly string[]): Promise<void> {
    const { registry, queue } = this.#options
    for (const runId of runIds) if (isActive(registry.summarize(runId))) this.#requireHeld(runId, 'stop')
    await Promise.all(runIds.filter((runId) => queue.has(runId)).map((runId) => queue.stop(runId)))
    registry.delete(runIds)
  }

  async #goOn(
    { runId, threads: wantedThreads }: InputOf<typeof runCalls.resume>,
    isStep: boolean,
  ): Promise<void> {
    const { registry, library, store, queue } = this.#options
    if (queue.has(runId)) {
      queue.goOn(runId, isStep)
      return
    }
    const { recipe, dataSha256, status } = registry.summarize(runId)
    const past = new PastEpochs(store.runs.reader, runId, recipe)
    if (CLAIMABLE_STATUSES.includes(status)) {
      await library.checkFit(recipe)
      store.log.requireRoom(epochBytes(recipe))
      while (past.readPart()) await setImmediate()
      // A second call for this run may have come this far in the meantime.
      if (queue.has(runId)) {
        queue.goOn(runId, isStep)
        return
      }
    }
    registry.claim(runId, CLAIMABLE_STATUSES, refuseResume)
    // Another program may have trained it until now.
    while (past.readPart());
    queue.add({
      runId,
      recipe,
      start: store.checkpoints.find(runId),
      past: past.state,
      dataSha256,
      isStep,
      wantedThreads,
    })
  }

  /** @throws WorkbenchError `conflict` for a run that this program does not train */
  #requireHeld(runId: string, action: string): void {
    const { registry, queue } = this.#options
    if (queue.has(runId)) return
    const run = registry.summarize(runId)
    throw new WorkbenchError(
      'conflict',
      isActive(run)
        ? `Run '${run.name}' is trained by another program; ${action} it there`
        : `Run '${run.name}' is ${run.status}; expected one that trains`,
    )
  }
}

/** What the weights and the optimizer's memory of an epoch take in the store, in bytes. */
function epochBytes(recipe: Recipe): number {
  const { length, trainable } = parameterLayout(recipe)
  return Float64Array.BYTES_PER_ELEMENT * (length + trainable * OPTIMIZERS[recipe.optimizer.name].slots)
}

function refuseResume(run: RunSummary): string {
  const reasons: Partial<Record<RunStatus, string>> = {
    completed: 'is completed; ‘Continue…’, or ‘train --continue’, trains it on as a new run',
    imported: 'was imported; ‘Continue…’, or ‘train --continue’, trains it on as a new run',
    diverged: 'diverged; start a new run with a smaller learning rate',
  }
  return `Run '${run.name}' ${reasons[run.status] ?? 'is trained by another program; go on there'}`
}
