import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { commonPlace } from '../model/data/dropped-images.ts'
import { useWorkbenchClient } from '../platform/client.ts'

/** Images that a person wants to use, until the Data place asks for the rest. */
export interface WantedImages {
  /** Absolute path; empty where nobody tells it. */
  readonly path: string
  /** What was dropped, as it is called. */
  readonly name: string
}

/** Images of one's own that were dropped on the window, until the Data place takes them. */
export const useOwnImagesStore = defineStore('own-images', () => {
  const { files } = useWorkbenchClient()
  const wanted = shallowRef<WantedImages | null>(null)

  /** Keeps what was dropped: files and folders that belong to one data set. */
  function want(dropped: readonly File[]): void {
    const paths = dropped.flatMap((file) => files.pathOfDropped(file) ?? [])
    wanted.value = {
      path: (paths.length === dropped.length ? commonPlace(paths) : null) ?? '',
      name: dropped.map(({ name }) => name).join(', '),
    }
  }

  /** Gives what waits, once. */
  function take(): WantedImages | null {
    const taken = wanted.value
    wanted.value = null
    return taken
  }

  return { wanted, want, take }
})
