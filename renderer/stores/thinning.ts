import type { KeepEvery, KeptEpochs, Thinning } from '#contract/types.ts'
import { defineStore } from 'pinia'
import { formatBytes } from '../model/format.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useNoticesStore } from './notices.ts'
import { useWorkbenchStore } from './workbench.ts'

/** The weights that runs keep of their epochs, and their thinning. */
export const useThinningStore = defineStore('thinning', () => {
  const { api } = useWorkbenchClient()
  const notices = useNoticesStore()
  const workbench = useWorkbenchStore()

  /** Of which epochs the weights of runs are there. @throws WorkbenchError */
  const listKept = (runIds: readonly string[]): Promise<KeptEpochs[]> =>
    api.runs.getKeptEpochs({ runIds: [...runIds] })

  /** What a thinning would do. @throws WorkbenchError */
  const plan = (runIds: readonly string[], keepEvery: KeepEvery): Promise<Thinning> =>
    api.runs.planThinning({ runIds: [...runIds], keepEvery })

  /** Removes weights for good. @throws WorkbenchError */
  async function thin(runIds: readonly string[], keepEvery: KeepEvery): Promise<void> {
    const { freedBytes } = await api.runs.thin({ runIds: [...runIds], keepEvery })
    notices.say({ tone: 'success', title: `Freed ${formatBytes(freedBytes)} on the disk` })
    await workbench.refreshInfo()
  }

  return { listKept, plan, thin }
})
