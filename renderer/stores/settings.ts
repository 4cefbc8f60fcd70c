import { THREAD_LIMIT } from '#contract/limits.ts'
import type { KeepEvery } from '#contract/types.ts'
import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'

/** Stands for no number in the storage. */
const AUTOMATIC = 0

/** Stands in the storage for the best and the last epoch alone. */
const BEST_AND_LAST = 0

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

  const storedKeep = useLocalStorage('backprop.keepEvery', 1)

  /** Of which epochs trainings that are started here keep the weights. */
  const keepEvery = computed<KeepEvery>({
    get: () => {
      if (storedKeep.value === BEST_AND_LAST) return null
      return Number.isInteger(storedKeep.value) && storedKeep.value >= 1 ? storedKeep.value : 1
    },
    set: (every) => (storedKeep.value = every ?? BEST_AND_LAST),
  })

  return { threads, keepEvery }
})
