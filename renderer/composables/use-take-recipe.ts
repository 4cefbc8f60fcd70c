import type { Recipe } from '#core/recipe/recipe.ts'
import { useRouter } from 'vue-router'
import { useRecipeStore } from '../stores/recipe.ts'

/** Gives the action that puts a whole recipe into the form, shows the form, says so, and offers to undo it. */
export function useTakeRecipe(): (recipe: Recipe, title: string, description?: string) => void {
  const form = useRecipeStore()
  const router = useRouter()
  return (recipe, title, description) => {
    form.load(recipe)
    void router.push('/train')
    form.offerUndo(title, { ...(description !== undefined && { description }) })
  }
}
