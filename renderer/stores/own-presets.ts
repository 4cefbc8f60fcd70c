import type { OwnPreset, OwnPresets } from '#contract/types.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { useNoticesStore } from './notices.ts'

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Recipes that a person saved under names, as the backend keeps them. */
export const useOwnPresetsStore = defineStore('ownPresets', () => {
  const client = useWorkbenchClient()
  const { api } = client
  const notices = useNoticesStore()

  const known = shallowRef<OwnPresets>({ presets: [], problems: [] })
  /** By name. */
  const list = computed(() => known.value.presets)
  /** Files in their folder that are none, with the reason. */
  const problems = computed(() => known.value.problems)

  const find = (name: string): OwnPreset | undefined =>
    list.value.find((preset) => isSame(preset.name, name.trim()))

  /** Reads them anew: another program may have changed them. */
  async function load(): Promise<void> {
    await notices.attempt('The presets could not be read', async () => {
      known.value = await api.presets.list()
    })
  }

  client.subscribe({ presetsChanged: (presets) => (known.value = presets) })
  client.onState((state) => {
    if (state === 'ready') void load()
  })

  /** Saves a recipe under a name, in place of the preset of that name. @throws WorkbenchError */
  async function save(name: string, recipe: Recipe): Promise<void> {
    const former = find(name)
    const saved = await api.presets.save({ name: name.trim(), recipe, replaces: true })
    notices.say({
      tone: 'success',
      topic: `preset ${saved.name}`,
      title: former === undefined ? `Saved the preset ${saved.name}` : `Replaced the preset ${saved.name}`,
      ...(former !== undefined && {
        action: { label: 'Undo', run: () => void restore(former) },
      }),
    })
  }

  /** Gives a preset another name; the change can be undone. @throws WorkbenchError, `conflict` where another preset has it */
  async function rename(name: string, to: string): Promise<void> {
    const wanted = to.trim()
    if (wanted === name) return
    await api.presets.rename({ name, to: wanted })
    notices.say({
      tone: 'neutral',
      topic: `preset ${name}`,
      title: `Renamed ${name} to ${wanted}`,
      action: {
        label: 'Undo',
        run: () =>
          void notices.attempt('The name could not be brought back', () =>
            api.presets.rename({ name: wanted, to: name }),
          ),
      },
    })
  }

  /** Deletes a preset, and offers to undo it. */
  async function remove(name: string): Promise<void> {
    const deleted = await notices.attempt('The preset could not be deleted', () =>
      api.presets.delete({ name }),
    )
    if (deleted === undefined) return
    notices.say({
      tone: 'neutral',
      title: `Deleted the preset ${deleted.name}`,
      action: { label: 'Undo', run: () => void restore(deleted) },
    })
  }

  async function restore(preset: OwnPreset): Promise<void> {
    await notices.attempt('The preset could not be brought back', () =>
      api.presets.save({ ...preset, replaces: true }),
    )
  }

  return { list, problems, find, load, save, rename, remove }
})
