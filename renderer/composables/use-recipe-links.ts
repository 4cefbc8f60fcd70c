import {
  describeRecipeLink,
  readRecipeLink,
  readRecipePayload,
  writeRecipeLink,
} from '#shared/recipe-link.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useNoticesStore } from '../stores/notices.ts'
import { useCopy } from './use-copy.ts'
import { usePortableRecipe } from './use-portable-recipe.ts'
import { useTakeRecipe } from './use-take-recipe.ts'

const LINK_TITLE = 'The form holds the link’s recipe'

export interface UseRecipeLinksReturn {
  /** Puts a link to a recipe on the clipboard, with its data set by a name and fingerprint that hold on other machines. */
  copyLink: (recipe: Recipe, dataSha256?: string | null) => Promise<void>
  /** Takes a link's recipe into the form. @throws Error, in words, where it is none */
  openLink: (text: string) => Promise<void>
}

/** Recipes as links that another workbench opens in its form; nothing starts by itself. */
export function useRecipeLinks(): UseRecipeLinksReturn {
  const notices = useNoticesStore()
  const makePortable = usePortableRecipe()
  const take = useTakeRecipe()
  const { copy } = useCopy()
  return {
    copyLink: async (recipe, dataSha256 = null) => {
      await notices.attempt('The link could not be copied', async () => {
        await copy(await writeRecipeLink(makePortable(recipe, dataSha256)))
        notices.say({
          tone: 'success',
          title: 'Copied a link to the recipe',
          description: 'Another workbench opens it, or takes it at Open a link…',
        })
      })
    },
    openLink: async (text) =>
      take(await readRecipeLink(text), LINK_TITLE, describeRecipeLink(text) ?? undefined),
  }
}

/** Opens the recipe of the window's own address, `#/train?recipe=…`, now and whenever it changes. */
export function useLinkedRecipe(): void {
  const route = useRoute()
  const router = useRouter()
  const notices = useNoticesStore()
  const take = useTakeRecipe()
  watch(
    () => route.query.recipe,
    async (payload) => {
      if (typeof payload !== 'string') return
      // A reload must not take it again over what was changed meanwhile.
      await router.replace('/train')
      await notices.attempt('The link could not be opened', async () =>
        take(await readRecipePayload(payload), LINK_TITLE, describeRecipeLink(payload) ?? undefined),
      )
    },
    { immediate: true },
  )
}
