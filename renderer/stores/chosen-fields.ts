import { FOLLOWING_FIELDS, type FollowingField } from '#core/recipe/fitting-defaults.ts'
import { useLocalStorage } from '@vueuse/core'
import { computed, type ComputedRef, type Ref } from 'vue'
import { chosenIn, type ChosenFields, readChosen, writeChosen } from '../model/recipe/follow-choices.ts'
import type { RecipeDraft } from '../model/recipe/recipe-draft.ts'

const CHOSEN_KEY = 'backprop.recipeChosen'

interface UseChosenFieldsReturn {
  /** What of the present draft was chosen. */
  readonly chosen: ComputedRef<ChosenFields>
  /** Fields that nobody chose, which follow what is chosen. */
  readonly freeFields: ComputedRef<FollowingField[]>
  /** Notes what of the next draft is chosen, before it takes its place. */
  readonly remember: (next: RecipeDraft, fields: ChosenFields) => void
}

/** Which fields of the recipe under edit were chosen, kept for each draft, so that undo and redo bring that back too. */
export function useChosenFields(draft: Ref<RecipeDraft>): UseChosenFieldsReturn {
  const byDraft = new WeakMap<RecipeDraft, ChosenFields>()
  const stored = useLocalStorage<string>(CHOSEN_KEY, '', { writeDefaults: false, onError: () => undefined })
  byDraft.set(draft.value, readChosen(stored.value) ?? chosenIn(draft.value))
  const chosen = computed(() => byDraft.get(draft.value) ?? chosenIn(draft.value))
  const freeFields = computed(() => FOLLOWING_FIELDS.filter((field) => !chosen.value.has(field)))

  function remember(next: RecipeDraft, fields: ChosenFields): void {
    byDraft.set(next, fields)
    stored.value = writeChosen(fields)
  }

  return { chosen, freeFields, remember }
}
