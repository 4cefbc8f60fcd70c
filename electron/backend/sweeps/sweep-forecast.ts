import type { RunBeside } from '#core/evaluation/diagnosis/beside.ts'
import { TriedRecipes } from '#core/evaluation/diagnosis/tried-recipes.ts'
import { countEpochs, listRungs } from '#core/experiments/sweep/halving.ts'
import { listMisfits, planSweep, type SweepPlan } from '#core/experiments/sweep/plan-sweep.ts'
import { VariationError } from '#core/experiments/sweep/variation.ts'
import { imagesKey } from '#core/runs/measured-images.ts'
import { countParameters } from '#core/network/parameters.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { type IdleRuns, type SweepForecast, type SweepSettings, WorkbenchError } from '#contract/types.ts'
import { describeIdleEnd } from '#shared/words/schedule-words.ts'
import type { RecipePace } from '../../worker/task-messages.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

/** The most left-out combinations that are listed one by one. */
const TOLD_LEFT_OUT = 20

/** The most kinds of recipes whose pace is measured. */
const MEASURED_KINDS = 5

/** About how long a run takes besides its epochs, in milliseconds: it is written when it is made, started and ended. */
const RUN_MS = 20

/** The most paces that are cached. */
const KEPT_PACES = 500

/** A sweep with all that follows from its settings. */
export interface PreparedSweep {
  readonly plan: SweepPlan
  readonly rungs: readonly number[]
  /** Epochs of all runs together, where none ends early by itself. */
  readonly epochs: number
}

/** @throws WorkbenchError `invalid` for what cannot be varied so */
export function prepareSweep({ recipe, variations, search, halving, free }: SweepSettings): PreparedSweep {
  const plan = refuseVariations(() => planSweep({ recipe, variations, search, free }))
  if (halving !== null) refuseOtherImages(plan)
  const epochs = plan.runs.map((run) => run.recipe.epochs)
  const rungs = halving === null ? [] : listRungs(halving, Math.max(...epochs), epochs.length)
  return { plan, rungs, epochs: countEpochs(epochs, halving?.eta ?? 2, rungs) }
}

/** Halving stops the runs that are far from the best, which only runs on the same images have. @throws WorkbenchError `invalid` */
function refuseOtherImages({ runs }: SweepPlan): void {
  const keys = runs.map(({ recipe }) => {
    const { validationSize, testSize } = recipe.data
    const part = validationSize > 0 ? 'validation' : testSize > 0 ? 'test' : 'training'
    return imagesKey({ recipe, dataSha256: null, unknownFields: [] }, part)
  })
  if (new Set(keys).size <= 1) return
  throw new WorkbenchError(
    'invalid',
    'Halving: expected runs that are measured on the same images, got some that differ in them; let all runs train to their end',
  )
}

function refuseVariations<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof VariationError)) throw error
    throw new WorkbenchError('invalid', error.message, [{ path: ['variations'], message: error.message }])
  }
}

export interface SweepForecasterOptions {
  readonly threads: Pick<ThreadPool, 'runAlone'>
  /** Threads that the machine runs in parallel. */
  readonly cores: number
  /** Trainings at once, at most. */
  readonly maxWorkers: number
  /** Those of the store: what did well in one is not doubted. */
  readonly listRuns: () => readonly RunBeside[]
}

/** Expands the settings of a sweep into its runs and estimates how long it would take. */
export class SweepForecaster {
  readonly #options: SweepForecasterOptions
  /** By the kind of recipe and the threads. */
  readonly #paces = new Map<string, RecipePace>()
  #measuring = new AbortController()

  constructor(options: SweepForecasterOptions) {
    this.#options = options
  }

  /** Trainings at once. */
  countWorkers({ workers }: SweepSettings, runCount: number): number {
    const { maxWorkers } = this.#options
    return Math.max(1, Math.min(workers ?? maxWorkers, maxWorkers, runCount))
  }

  /** @throws WorkbenchError `data` where the time cannot be measured, `conflict` where a later call took its place */
  async forecast(
    settings: SweepSettings,
    { plan, rungs, epochs }: PreparedSweep,
    measuresTime: boolean,
  ): Promise<SweepForecast> {
    const runCount = plan.runs.length
    let tried: TriedRecipes | undefined
    const misfits = listMisfits(plan, (misfit, each) => {
      tried ??= new TriedRecipes(this.#options.listRuns())
      return tried.disproves(misfit, each)
    })
    const idle = groupIdleRuns(plan)
    const workers = this.countWorkers(settings, runCount)
    return {
      runCount,
      leftOut: plan.leftOut.slice(0, TOLD_LEFT_OUT),
      leftOutCount: plan.leftOut.length,
      misfits: misfits.slice(0, TOLD_LEFT_OUT),
      misfitCount: misfits.length,
      idle: idle.slice(0, TOLD_LEFT_OUT),
      idleCount: idle.reduce((sum, { runCount: each }) => sum + each, 0),
      rungs,
      epochs,
      workers,
      expectedMs: measuresTime ? await this.#measure(plan, epochs, workers) : null,
    }
  }

  /** Cancels the measurement under way. */
  close(): void {
    this.#measuring.abort(new WorkbenchError('conflict', 'The estimate was cancelled'))
  }

  /**
   * About how long all epochs take: a few kinds of recipes are trained for a moment each, with as many threads as a run
   * of the sweep will have; the others are taken to be as fast as the measured one of the nearest size, in proportion.
   */
  async #measure(plan: SweepPlan, epochs: number, workers: number): Promise<number> {
    const threads = Math.max(1, Math.floor(this.#options.cores / workers))
    const kinds = Map.groupBy(plan.runs, ({ recipe }) => kindOf(recipe))
    const samples = [...kinds.values()]
      .map((runs) => runs[0]!.recipe)
      .sort((a, b) => countParameters(a) - countParameters(b))
    const chosen = pickSpread(samples, MEASURED_KINDS)
    const keyOf = (recipe: Recipe): string => `${threads} ${kindOf(recipe)}`
    const unknown = chosen.filter((recipe) => !this.#paces.has(keyOf(recipe)))
    if (unknown.length > 0) {
      this.close()
      this.#measuring = new AbortController()
      const { signal } = this.#measuring
      const paces = await this.#options.threads.runAlone(
        { type: 'measurePace', recipes: unknown, threads },
        { signal, onUpdate: () => undefined },
      )
      if (this.#paces.size > KEPT_PACES) this.#paces.clear()
      unknown.forEach((recipe, k) => this.#paces.set(keyOf(recipe), paces[k]!))
    }
    let starts = 0
    let total = 0
    let all = 0
    for (const runs of kinds.values()) {
      const { recipe } = runs[0]!
      const nearest = findNearest(chosen, countParameters(recipe))
      const scale = chosen.includes(recipe) ? 1 : countParameters(recipe) / countParameters(nearest)
      const pace = this.#paces.get(keyOf(nearest)) ?? { startMs: 0, epochMs: 0 }
      const epochMs = scale * pace.epochMs
      starts += runs.length * (pace.startMs + RUN_MS)
      for (const run of runs) {
        total += run.recipe.epochs * epochMs
        all += run.recipe.epochs
      }
    }
    return (starts + (total / all) * epochs) / workers
  }
}

/** The runs whose last epochs learn nothing, by what is to be said of them, in the order of the first of each. */
function groupIdleRuns({ runs }: Pick<SweepPlan, 'runs'>): IdleRuns[] {
  const groups = Map.groupBy(runs, ({ recipe }) => describeIdleEnd(recipe))
  groups.delete(null)
  return [...groups].map(([warning, all]) => ({
    warning: warning!,
    ...{ runCount: all.length, changes: all[0]!.changes },
  }))
}

/** The settings of a recipe that decide how long its epochs take, as a key. */
function kindOf(recipe: Recipe): string {
  const { data, inputSize, layers, batchSize, optimizer, engine } = recipe
  return JSON.stringify([data, inputSize, layers, batchSize, optimizer.name, engine])
}

/** A few items spread evenly over a list, with both ends. */
function pickSpread<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list]
  return Array.from({ length: count }, (_, k) => list[Math.round((k * (list.length - 1)) / (count - 1))]!)
}

function findNearest(recipes: readonly Recipe[], parameters: number): Recipe {
  const distance = (recipe: Recipe): number => Math.abs(countParameters(recipe) - parameters)
  return recipes.reduce((best, recipe) => (distance(recipe) < distance(best) ? recipe : best))
}
