import { useNoticesStore } from '../stores/notices.ts'
import { RECIPE_TOPIC, useRecipeStore } from '../stores/recipe.ts'

/** Gives the action that puts the lecture's recipe into the form, and offers to undo it. */
export function useRecipeReset(): () => void {
  const recipe = useRecipeStore()
  const notices = useNoticesStore()
  return () => {
    recipe.reset()
    notices.say({
      tone: 'neutral',
      topic: RECIPE_TOPIC,
      title: 'The form holds the lecture’s recipe',
      action: { label: 'Undo', run: () => recipe.undo() },
    })
  }
}
