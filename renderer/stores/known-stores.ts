import type { KnownStore, KnownStores } from '#contract/types.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'

/** Asks whether the open store is to be left for the one of this name. */
export type MayLeave = (name: string) => Promise<boolean>

/** The stores that the window can change to. What opens one rejects with a WorkbenchError where it is refused. */
export const useKnownStoresStore = defineStore('knownStores', () => {
  const { api, files } = useWorkbenchClient()
  /** Null until they are read. */
  const known = shallowRef<KnownStores | null>(null)
  const list = computed(() => known.value?.stores ?? [])
  /** What is wrong with the list of the last ones, until the window is left. */
  const problem = shallowRef<string | null>(null)

  function take(next: KnownStores): void {
    known.value = next
    // It is said once by the backend, and may be read more than once here.
    problem.value = next.problem ?? problem.value
  }

  /** Reads the list anew: files come and go. */
  async function load(): Promise<void> {
    take(await api.stores.list())
  }

  /** Takes a store off the list; its file stays. */
  async function forget({ path }: KnownStore): Promise<void> {
    take(await api.stores.forget({ storePath: path }))
  }

  /** Opens a store of the list. @returns whether it was opened; the window is loaded anew then */
  async function open({ path, name }: KnownStore, mayLeave: MayLeave): Promise<boolean> {
    await api.stores.check({ storePath: path })
    if (!(await mayLeave(name))) return false
    await api.stores.open({ storePath: path })
    return true
  }

  /** Asks for a file and opens it. @returns whether it was opened */
  async function openFile(mayLeave: MayLeave): Promise<boolean> {
    const isOpened = await files.openFile(
      { title: 'Open another store', extensions: ['sqlite'] },
      async ({ fileId, name }) => {
        await api.stores.checkFile({ fileId })
        if (!(await mayLeave(name))) return false
        await api.stores.openFile({ fileId })
        return true
      },
    )
    return isOpened === true
  }

  /** Makes a store of this name beside the usual one, and opens it. @returns whether it was opened */
  async function create(name: string, mayLeave: MayLeave): Promise<boolean> {
    await api.stores.checkNew({ name })
    if (!(await mayLeave(name))) return false
    await api.stores.create({ name })
    return true
  }

  /** Asks for a place, makes a store there and opens it. @returns whether it was opened */
  async function createFile(mayLeave: MayLeave): Promise<boolean> {
    let isOpened = false
    await files.saveFile('runs.sqlite', async (fileId) => {
      await api.stores.checkNewFile({ fileId })
      if (!(await mayLeave('the new store'))) return
      await api.stores.createFile({ fileId })
      isOpened = true
    })
    return isOpened
  }

  return { known, list, problem, load, forget, open, openFile, create, createFile }
})
