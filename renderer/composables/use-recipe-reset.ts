import { useNoticesStore } from '../stores/notices.ts'
import { useRecipeStore } from '../stores/recipe.ts'

/** Gives the action that puts the lecture's recipe into the form, and offers to undo it. */
export function useRecipeReset(): () => void {
  const recipe = useRecipeStore()
  const notices = useNoticesStore()
  return () => {
    recipe.reset()
    notices.say({
      tone: 'neutral',
      title: 'The form holds the lecture’s recipe',
      action: { label: 'Undo', run: () => recipe.undo() },
    })
  }
}
