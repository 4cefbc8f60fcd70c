import { THREAD_LIMIT } from '#contract/limits.ts'
import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'

/** Stands for no number in the storage. */
const AUTOMATIC = 0

/** What a person set for this computer, kept in the window's storage. */
export const useSettingsStore = defineStore('settings', () => {
  const stored = useLocalStorage('backprop.threads', AUTOMATIC)

  /** Threads of each training that is started here; undefined: its share of the cores. */
  const threads = computed({
    get: () =>
      Number.isInteger(stored.value) && stored.value >= 1 && stored.value <= THREAD_LIMIT
        ? stored.value
        : undefined,
    set: (count: number | undefined) => (stored.value = count ?? AUTOMATIC),
  })

  return { threads }
})
