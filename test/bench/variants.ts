import { fileURLToPath } from 'node:url'
import { ENGINE_NAMES, type EngineName } from '#core/engine/names.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { TrainEpochsJob } from './children/train-epochs.ts'
import type { ContestantSpec } from './contestant.ts'
import { varyRecipe } from './workloads.ts'

/** A way to compute a recipe here. */
export interface Variant {
  readonly engine: EngineName
  readonly threads: number
  /** Whether its kernels keep to vectors of 128 bits where V8 could fuse two. */
  readonly isNarrow?: boolean
}

/** Engines that compute on one thread, whatever they are given. */
const ONE_THREAD: readonly EngineName[] = ['reference']

/** Every engine with every number of threads that it can use. */
export function listVariants(engines: readonly EngineName[], threads: readonly number[]): Variant[] {
  return ENGINE_NAMES.filter((engine) => engines.includes(engine)).flatMap((engine) =>
    ONE_THREAD.includes(engine)
      ? [{ engine, threads: 1 }]
      : threads.map((count) => ({ engine, threads: count })),
  )
}

/** Every variant whose kernels can be fused is followed by itself at 128 bits. */
export function withNarrow(variants: readonly Variant[]): Variant[] {
  return variants.flatMap((variant) =>
    ONE_THREAD.includes(variant.engine) ? [variant] : [variant, { ...variant, isNarrow: true }],
  )
}

/** `wasm, 2 threads`. */
export function labelOf({ engine, threads, isNarrow }: Variant): string {
  return `${engine}${isNarrow ? ' at 128 bits' : ''}, ${countThreads(threads)}`
}

export function countThreads(threads: number): string {
  return `${threads} ${threads === 1 ? 'thread' : 'threads'}`
}

/**
 * A recipe on a variant, to be measured.
 * @param images training images of an epoch
 * @param minSeconds least length of a turn
 */
export function contestantOf(
  recipe: Recipe,
  variant: Variant,
  { images, minSeconds }: { images: number; minSeconds: number },
): ContestantSpec {
  const job: TrainEpochsJob = {
    recipe: varyRecipe(recipe, { engine: variant.engine, trainSize: images }),
    threads: variant.threads,
    minSeconds,
    isNarrow: variant.isNarrow === true,
  }
  return {
    family: variant.engine,
    label: labelOf(variant),
    isPeer: false,
    threads: variant.threads,
    images,
    ...childCommand('train-epochs.ts', job),
  }
}

/** The command of a measuring child process, a file of `children/` with its job. */
export function childCommand(file: string, job: unknown): { command: string; args: string[] } {
  const path = fileURLToPath(new URL(`children/${file}`, import.meta.url))
  return { command: process.execPath, args: [path, JSON.stringify(job)] }
}
