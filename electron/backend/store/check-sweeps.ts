import type Database from 'better-sqlite3'
import { recipeSchema } from '#core/recipe/recipe.ts'
import type { SweepRow } from './schema.ts'

/** A sweep that can neither be shown nor resumed. */
export interface UnreadableSweep {
  readonly id: string
  /** One sentence. */
  readonly problem: string
}

/** Looks for sweeps whose recipe or settings cannot be read; stores of older layouts have none. */
export function findUnreadableSweeps(database: Database.Database): UnreadableSweep[] {
  if (!hasSweeps(database)) return []
  const rows = database.prepare('SELECT * FROM sweep ORDER BY created_at').all() as SweepRow[]
  return rows.flatMap(({ id, name, recipe, settings }) => {
    const what = !isRecipe(recipe) ? 'recipe' : readJson(settings) === undefined ? 'settings' : null
    if (what === null) return []
    return [{ id, problem: `Sweep '${name}' (${id}): its ${what} cannot be read` }]
  })
}

export function hasSweeps(database: Database.Database): boolean {
  return database.prepare("SELECT 1 FROM pragma_table_list WHERE name = 'sweep'").get() !== undefined
}

function isRecipe(text: string): boolean {
  return recipeSchema.safeParse(readJson(text)).success
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
