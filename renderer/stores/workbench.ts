import type { WorkbenchInfo } from '#contract/types.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useWorkbenchClient, type ConnectionState } from '../platform/client.ts'
import { describeError } from './notices.ts'

/** The backend as a whole: whether it can be reached, its version, and where its store lies. */
export const useWorkbenchStore = defineStore('workbench', () => {
  const client = useWorkbenchClient()
  const connection = ref<ConnectionState>('connecting')
  /** Why there is no connection, in words; null where there is one or the reason is unknown. */
  const connectionReason = ref<string | null>(null)
  const info = shallowRef<WorkbenchInfo | null>(null)
  /** Why the first answers could not be had, in words. */
  const problem = ref<string | null>(null)
  const isReady = computed(() => connection.value === 'ready')

  /** The store's path where it is not the usual one beside the data sets, to which a command line must be led. */
  const otherStorePath = computed(() => {
    if (info.value === null) return undefined
    const { storePath, dataFolder } = info.value
    return storePath === dataFolder.replace(/[^\\/]+$/, 'workbench.sqlite') ? undefined : storePath
  })

  /** The file's name of that store; undefined for the usual one. */
  const otherStoreName = computed(() => otherStorePath.value?.replace(/^.*[\\/]/, ''))

  client.onState((state, reason) => {
    connection.value = state
    connectionReason.value = reason
    if (state === 'ready') void refreshInfo()
  })

  /** Asks again for version, path and size of the store. */
  async function refreshInfo(): Promise<void> {
    try {
      const next = await client.api.app.getInfo()
      // All that the window shows is of the store that was open before, and so is its title until it is loaded anew.
      if (info.value !== null && info.value.storePath !== next.storePath) {
        client.reload()
        return
      }
      info.value = next
      problem.value = null
    } catch (error) {
      problem.value = describeError(error)
    }
  }

  return {
    kind: client.kind,
    connection,
    connectionReason,
    isReady,
    info,
    otherStorePath,
    otherStoreName,
    problem,
    refreshInfo,
    retry: () => client.retry(),
  }
})
