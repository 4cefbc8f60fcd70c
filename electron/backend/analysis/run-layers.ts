import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf, LongWork } from '#contract/define-calls.ts'
import {
  type HiddenLayout,
  type InsideProgress,
  type RunDecision,
  type RunHiddenLayer,
  type RunLayerPictures,
  type RunSummary,
  type RunUnits,
  type UnitFavourites,
  WorkbenchError,
} from '#contract/types.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { UnseenPart } from '#core/runs/measured-images.ts'
import type { DataLibrary } from '../data/data-library.ts'
import type { Store } from '../store/store.ts'
import { DedicatedTasks } from '../trainer/dedicated-tasks.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import { findImages, type FoundImages } from './find-images.ts'
import { findKeptWeights, type KeptWeights, lookedAtPart } from './kept-weights.ts'

export interface RunLayersOptions {
  readonly store: Pick<Store, 'runs' | 'checkpoints'>
  readonly library: Pick<DataLibrary, 'describe' | 'checkImages' | 'readFilesState'>
  readonly threads: Pick<ThreadPool, 'runAlone' | 'runTask'>
}

type Input<Name extends keyof typeof analysisCalls> = InputOf<(typeof analysisCalls)[Name]>

/** Shows what is inside a run from its stored weights; nothing is trained anew. */
export class RunLayers {
  readonly #options: RunLayersOptions
  readonly #watching: DedicatedTasks
  readonly #layingOut: DedicatedTasks

  constructor(options: RunLayersOptions) {
    this.#options = options
    const { threads } = options
    this.#watching = new DedicatedTasks({
      threads,
      limit: 2,
      crowd: 'The units of 2 runs are being looked at',
    })
    this.#layingOut = new DedicatedTasks({ threads, limit: 2, crowd: '2 layers are being laid out' })
  }

  /** @throws WorkbenchError `not-found` or `invalid` */
  async picture({ runId, kind, from, count }: Input<'pictureLayer'>): Promise<RunLayerPictures> {
    const { run, kept } = this.#findKept(runId)
    const { recipe } = run
    const units = recipe.layers[0]!.units
    refuseUnit(from, units)
    const shown = Math.min(count, units - from)
    const { size, ...pictures } = await this.#options.threads.runTask({
      ...{ type: 'pictureLayer', recipe, epochs: kept.read(), withStart: kept.withStart },
      ...{ kind, from, count: shown, hasImages: knownDataSet(run) !== null },
    })
    return {
      ...pictures,
      ...sizeOf(recipe.inputSize, size),
      ...{ epochs: kept.epochs, leftOut: kept.leftOut, kind, units, from, count: shown },
    }
  }

  /** @throws WorkbenchError `not-found`, `invalid`, `conflict`, `data` or `cancelled` */
  async watch(
    { runId, dataSet, count }: Input<'watchUnits'>,
    work: LongWork<InsideProgress>,
  ): Promise<RunUnits> {
    const { run, kept } = this.#findKept(runId)
    const part = lookedAtPart(run, dataSet)
    let found: FoundImages | undefined
    const result = await this.#watching.run<'watchUnits'>(async () => {
      found = await this.#findImages(run, dataSet, part)
      const { recipe } = found
      return { type: 'watchUnits', recipe, epochs: kept.read(), withStart: kept.withStart, part, count }
    }, work)
    return {
      ...{ epochs: kept.epochs, leftOut: kept.leftOut, layers: result.layers },
      images: { dataSet: found!.images.dataSet, part, count: result.count },
    }
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async project({ runId, epoch, dataSet, count }: Input<'projectLayer'>): Promise<RunHiddenLayer> {
    const { run, epoch: known, parameters } = this.#findEpoch(runId, epoch)
    const part = lookedAtPart(run, dataSet)
    const layer = lastHiddenLayer(run)
    const { recipe, images } = await this.#findImages(run, dataSet, part)
    const result = await this.#options.threads.runTask({
      ...{ type: 'projectLayer', recipe, parameters, part, count, layer },
    })
    return {
      ...result,
      ...{ epoch: known, layer, units: recipe.layers[layer]!.units },
      images: { dataSet: images.dataSet, part, count: result.labels.length },
    }
  }

  /** @throws WorkbenchError `not-found`, `invalid`, `conflict`, `data` or `cancelled` */
  async layOut(
    { runId, epoch, dataSet, count, seed }: Input<'layOutLayer'>,
    work: LongWork<InsideProgress>,
  ): Promise<HiddenLayout> {
    const { run, epoch: known, parameters } = this.#findEpoch(runId, epoch)
    const part = lookedAtPart(run, dataSet)
    const layer = lastHiddenLayer(run)
    const result = await this.#layingOut.run<'layOutLayer'>(async () => {
      const { recipe } = await this.#findImages(run, dataSet, part)
      return { type: 'layOutLayer', recipe, parameters, part, count, layer, seed }
    }, work)
    return { ...result, epoch: known, seed }
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async follow({ runId, part, index }: Input<'followImage'>): Promise<RunDecision> {
    const { run, kept } = this.#findKept(runId)
    const dataSet = knownDataSet(run)
    if (dataSet === null) {
      throw new WorkbenchError(
        'invalid',
        `Run '${run.name}': expected to know the data set that it was trained on, to take an image of it; it is unknown`,
      )
    }
    await this.#options.library.checkImages(run.recipe, dataSet)
    const { recipe } = run
    const result = await this.#options.threads.runTask({
      ...{ type: 'followImage', recipe, epochs: kept.read(), withStart: kept.withStart, part, index },
    })
    return { ...result, epochs: kept.epochs, leftOut: kept.leftOut }
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async findFavourites(input: Input<'findFavourites'>): Promise<UnitFavourites> {
    const { runId, epoch, dataSet, count, layer, unit, most } = input
    const { run, epoch: known, parameters } = this.#findEpoch(runId, epoch)
    const part = lookedAtPart(run, dataSet)
    const layers = run.recipe.layers
    if (layer >= layers.length) {
      throw new WorkbenchError('invalid', `Layer: expected 0 to ${layers.length - 1}, got ${layer}`)
    }
    refuseUnit(unit, layers[layer]!.units)
    const { recipe, images } = await this.#findImages(run, dataSet, part)
    const { count: searched, ...found } = await this.#options.threads.runTask({
      ...{ type: 'favourites', recipe, parameters, part, count, layer, unit, most },
    })
    return { ...found, epoch: known, images: { dataSet: images.dataSet, part, count: searched } }
  }

  #findKept(runId: string): { run: RunSummary; kept: KeptWeights } {
    const { runs, checkpoints } = this.#options.store
    const run = runs.summarize(runId)
    const kept = findKeptWeights(run, checkpoints)
    if (kept.epochs.length === 0) checkpoints.read(run) // says that there are none yet
    return { run, kept }
  }

  #findEpoch(
    runId: string,
    epoch: number | undefined,
  ): { run: RunSummary; epoch: number; parameters: Float64Array } {
    const { runs, checkpoints } = this.#options.store
    const run = runs.summarize(runId)
    const known = epoch ?? checkpoints.defaultEpoch(run)
    return { run, epoch: known, parameters: checkpoints.read(run, known).parameters }
  }

  #findImages(run: RunSummary, dataSet: string | undefined, part: UnseenPart): Promise<FoundImages> {
    return findImages(run, { dataSet, part }, this.#options.library)
  }
}

/** @throws WorkbenchError `invalid` */
function refuseUnit(unit: number, units: number): void {
  if (unit < units) return
  throw new WorkbenchError('invalid', `Unit: expected 0 to ${units - 1}, got ${unit}`)
}

/** @throws WorkbenchError `invalid` for a network without one */
function lastHiddenLayer({ name, recipe }: { readonly name: string; readonly recipe: Recipe }): number {
  if (recipe.layers.length > 1) return recipe.layers.length - 2
  throw new WorkbenchError('invalid', `Run '${name}': expected a hidden layer to show, got none`)
}

/** The size of the images that inputs are: the data set's, else that of a square, else one row. */
function sizeOf(
  inputs: number,
  size: { readonly rows: number; readonly columns: number } | null,
): { readonly rows: number; readonly columns: number } {
  if (size !== null && size.rows * size.columns === inputs) return size
  const side = Math.round(Math.sqrt(inputs))
  return side * side === inputs ? { rows: side, columns: side } : { rows: 1, columns: inputs }
}
