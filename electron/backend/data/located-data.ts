import type { Recipe } from '#core/recipe/recipe.ts'
import type { WorkerCommand } from '../../worker/messages.ts'
import type { Task } from '../../worker/task-messages.ts'

/** How a recipe names its data set. */
export type DataReference = Pick<Recipe['data'], 'dataSet' | 'fingerprint'>

const keyOf = ({ dataSet, fingerprint }: DataReference): string => `${fingerprint ?? ''} ${dataSet}`

/** Where data sets were found that are called otherwise on this machine than in the recipes that name them. */
export class LocatedData {
  readonly #names = new Map<string, string>()

  /** @param name what this machine calls the data set */
  set(reference: DataReference, name: string): void {
    if (name === reference.dataSet) this.#names.delete(keyOf(reference))
    else this.#names.set(keyOf(reference), name)
  }

  /** The command with every data set by the name that holds on this machine; threads know no others. */
  localize(command: WorkerCommand): WorkerCommand {
    if (this.#names.size === 0) return command
    if (command.type === 'train') return { ...command, recipe: this.#localizeRecipe(command.recipe) }
    if (command.type === 'task') return { ...command, task: this.#localizeTask(command.task) }
    return command
  }

  #localizeTask(task: Task): Task {
    if ('recipes' in task) {
      return { ...task, recipes: task.recipes.map((recipe) => this.#localizeRecipe(recipe)) }
    }
    const named = 'dataSet' in task ? { ...task, dataSet: this.#nameOf(referenceOf(task)) } : task
    return 'recipe' in named ? { ...named, recipe: this.#localizeRecipe(named.recipe) } : named
  }

  #localizeRecipe(recipe: Recipe): Recipe {
    const name = this.#nameOf(recipe.data)
    return name === recipe.data.dataSet ? recipe : { ...recipe, data: { ...recipe.data, dataSet: name } }
  }

  #nameOf(reference: DataReference): string {
    return this.#names.get(keyOf(reference)) ?? reference.dataSet
  }
}

/** A task's own data set goes by the recipe's fingerprint where it is the recipe's. */
function referenceOf(task: Extract<Task, { dataSet: string }>): DataReference {
  return 'recipe' in task && task.recipe.data.dataSet === task.dataSet
    ? task.recipe.data
    : { dataSet: task.dataSet }
}
