import type Database from 'better-sqlite3'
import { planSweep } from '#core/experiments/sweep/plan-sweep.ts'
import { VariationError } from '#core/experiments/sweep/variation.ts'
import { haveSameImages, recipeKey } from '#core/recipe/recipe-key.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { RunImport, RunOfSweep, SweepSettings } from '#contract/types.ts'
import { damagedSweep } from '../store/damage.ts'
import { readRecipeText } from '../store/recipe-text.ts'
import type { RunRow, SweepRow } from '../store/schema.ts'

interface Point extends RunOfSweep {
  readonly recipe: Recipe
}

/**
 * Where runs that were trained elsewhere belong: the points of sweeps that are trained elsewhere of which no run is here
 * yet. A run is known by its recipe alone, so that it does not matter how and where it was trained.
 */
export class SweepPoints {
  readonly #database: Database.Database
  /** By the recipe's key, those of the newest sweep first; null before the first run asked. */
  #free: Map<string, Point[]> | null = null
  /** By the run's id in its file. */
  readonly #answers = new Map<string, Point | null>()

  /** @param database the store that runs are imported into */
  constructor(database: Database.Database) {
    this.#database = database
  }

  /** The point that a run of a file belongs to, which is then its own; null for a run of no point. Asked again, it answers the same. */
  take(run: RunRow): RunOfSweep | null {
    let answer = this.#answers.get(run.id)
    if (answer === undefined) {
      answer = this.#find(run)
      this.#answers.set(run.id, answer)
    }
    return answer
  }

  /** Points that were taken, by their sweeps. */
  count(): RunImport['home'] {
    const taken = [...this.#answers.values()].filter((point) => point !== null)
    return [...Map.groupBy(taken, ({ id }) => id)].map(([sweepId, points]) => ({
      ...{ sweepId, name: points[0]!.name, count: points.length },
    }))
  }

  #find(run: RunRow): Point | null {
    // What belongs to a sweep of this store stays there; of a sweep of another store, or a deleted one, it can belong to one here.
    if (run.status === 'imported' || (run.sweep_id !== null && this.#isSweep(run.sweep_id))) return null
    this.#free ??= this.#listFree()
    if (this.#free.size === 0) return null
    const recipe = readRecipeText(run.recipe)
    // Runs from before recipes said so may have started from other weights than the recipe's own.
    if (recipe === null || (run.parent_id !== null && recipe.startsFrom === undefined)) return null
    const points = this.#free.get(recipeKey(recipe))
    const at = points?.findIndex((point) => haveSameImages(point.recipe, recipe)) ?? -1
    return at < 0 ? null : points!.splice(at, 1)[0]!
  }

  #isSweep(id: string): boolean {
    return this.#database.prepare('SELECT 1 FROM sweep WHERE id = ?').get(id) !== undefined
  }

  #listFree(): Map<string, Point[]> {
    const free = new Map<string, Point[]>()
    const sweeps = this.#database
      .prepare("SELECT * FROM sweep WHERE status = 'elsewhere' ORDER BY created_at DESC, rowid DESC")
      .all() as SweepRow[]
    const isHere = this.#database
      .prepare('SELECT DISTINCT sweep_index FROM run WHERE sweep_id = ? AND deleted_at IS NULL')
      .pluck()
    for (const row of sweeps) {
      const here = new Set(isHere.all(row.id))
      for (const [index, recipe] of listRecipes(row).entries()) {
        if (here.has(index)) continue
        const key = recipeKey(recipe)
        const points = free.get(key) ?? []
        points.push({ id: row.id, name: row.name, index, recipe })
        free.set(key, points)
      }
    }
    return free
  }
}

/** None for a sweep that cannot be read, or that a newer version planned in a way which this one does not know. */
function listRecipes(row: SweepRow): Recipe[] {
  if (damagedSweep(row) !== null) return []
  const settings = JSON.parse(row.settings) as Omit<SweepSettings, 'recipe'>
  try {
    return planSweep({ ...settings, recipe: readRecipeText(row.recipe)! }).runs.map(({ recipe }) => recipe)
  } catch (error) {
    if (error instanceof VariationError) return []
    throw error
  }
}
