import { useRecipeStore } from '../stores/recipe.ts'

/** Gives the action that puts the lecture's recipe into the form, and offers to undo it. */
export function useRecipeReset(): () => void {
  const recipe = useRecipeStore()
  return () => {
    recipe.reset()
    recipe.offerUndo('The form holds the lecture’s recipe')
  }
}
