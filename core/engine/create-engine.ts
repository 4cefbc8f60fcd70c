import type { Recipe } from '../recipe/recipe.ts'
import type { Engine, EngineRecipe } from './engine.ts'
import { SparseEngine } from './sparse.ts'
import type { EngineThreads } from './wasm/engine-threads.ts'
import { WasmEngine } from './wasm/wasm-engine.ts'

export interface EngineOptions {
  /** More threads than the caller's, for engines that can use them; results do not depend on them. */
  readonly threads?: EngineThreads
}

/** The engine that a recipe names. @throws RangeError where there is not enough memory */
export function createEngine(
  recipe: EngineRecipe & Pick<Recipe, 'engine'>,
  { threads }: EngineOptions = {},
): Engine {
  if (recipe.engine === 'reference') return new SparseEngine(recipe)
  return new WasmEngine(recipe, { isRelaxed: recipe.engine === 'wasm-relaxed', threads })
}
