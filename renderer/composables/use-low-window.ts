import { useMediaQuery } from '@vueuse/core'
import { computed, ref, watch, type Ref, type WritableComputedRef } from 'vue'

export interface UseLowWindowReturn {
  /** Whether the window is so low that what stands before its charts must be short. */
  readonly isLow: Readonly<Ref<boolean>>
  /** Whether a person has unfolded what is shortened. */
  readonly isUnfolded: WritableComputedRef<boolean>
  /** Whether it is shortened now. */
  readonly isFolded: Readonly<Ref<boolean>>
}

/** What a person unfolded last. It outlives components, which a window of another width sets up anew. */
const unfolded = ref<string | null>(null)

/**
 * Shortens what stands before the charts in a low window, until a person unfolds it.
 * @param subject what is shortened, by a name of its own; another one is folded again
 * @param maxHeight of the windows that are low, in pixels
 */
export function useLowWindow(subject: () => string, maxHeight = 900): UseLowWindowReturn {
  const isLow = useMediaQuery(`(max-height: ${maxHeight}px)`)
  const isUnfolded = computed({
    get: () => unfolded.value === subject(),
    set: (value) => (unfolded.value = value ? subject() : null),
  })
  watch(subject, () => (unfolded.value = null))
  return { isLow, isUnfolded, isFolded: computed(() => isLow.value && !isUnfolded.value) }
}
