import { flattenRecipe } from '../../recipe/flat-recipe.ts'
import type { Misfit } from '../../recipe/fitting-defaults.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { startsFromWeights } from '../../recipe/starting-weights.ts'
import { isRecipeKnown } from '../../recipe/unknown-fields.ts'
import { rankingAccuracy } from '../../runs/measured-part.ts'
import { type Beside, findBeside, isRefuted, findTrials, meanOfAlike, type RunBeside } from './beside.ts'
import type { Cure } from './finding.ts'

/** Images read right from which on a recipe did well, where the advised value was not tried beside it. */
const DID_WELL = 0.9

/** Which of its weights a run begins with, and for how long it is trained, makes it no other recipe here. */
const FREE_FIELDS: ReadonlySet<string> = new Set(['seed', 'epochs'])

/** Runs by their recipes: what a recipe came to says more of it than what can be known before a training. */
export class TriedRecipes {
  readonly #runs: readonly RunBeside[]
  readonly #byRecipe: ReadonlyMap<string, readonly RunBeside[]>
  readonly #known = new Map<string, boolean>()

  /** @param runs all of a store; those that were measured, from fresh weights, count */
  constructor(runs: Iterable<RunBeside>) {
    this.#runs = [...runs]
    const measured = this.#runs.filter(
      (run) =>
        run.status === 'completed' && !startsFromWeights(run) && run.best !== null && isRecipeKnown(run),
    )
    this.#byRecipe = Map.groupBy(measured, ({ recipe }) => keyOf(recipe))
  }

  /**
   * Whether runs of a recipe, with any seed and number of epochs, speak against a doubt about one of its values: beside
   * them the value that would suit it did no better or, where that was not tried, they read nine images in ten right.
   */
  disproves(misfit: Misfit, recipe: Recipe): boolean {
    const key = keyOf(recipe)
    const [first] = this.#byRecipe.get(key) ?? []
    if (first === undefined) return false
    const question = `${misfit.field} ${key}`
    const known = this.#known.get(question)
    if (known !== undefined) return known
    const answer = speaksAgainst(misfit, first, this.#runs)
    this.#known.set(question, answer)
    return answer
  }
}

function speaksAgainst(misfit: Misfit, run: RunBeside, runs: readonly RunBeside[]): boolean {
  const alone: Beside = { accuracy: rankingAccuracy(run.best), images: 1, others: [] }
  const beside = findBeside(run, runs) ?? alone
  const cure = cureOf(misfit)
  return findTrials(cure, run.recipe, beside).length > 0
    ? isRefuted(cure, run.recipe, beside)
    : meanOfAlike(run.recipe, beside) >= DID_WELL
}

function cureOf(misfit: Misfit): Cure {
  return misfit.field === 'initializer.name'
    ? { code: 'initializer', name: misfit.fitting, learningRate: null }
    : { code: 'learning-rate', value: misfit.fitting }
}

function keyOf(recipe: Recipe): string {
  const fields = [...flattenRecipe(recipe)].filter(([path]) => !FREE_FIELDS.has(path))
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)))
}
