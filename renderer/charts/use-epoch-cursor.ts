import { readonly, ref, type Ref } from 'vue'

export interface UseEpochCursorReturn {
  /** Where the cursor stands; null while it is hidden. */
  readonly epoch: Readonly<Ref<number | null>>
  /** Whether keys brought it there, so that what it reads out should be said aloud. */
  readonly isByKey: Readonly<Ref<boolean>>
  /** Moves it to an epoch, or the nearest there is. */
  moveTo: (epoch: number) => void
  hide: () => void
  /** Arrows move it by one epoch, Page by ten, Home and End to the ends; Escape hides it. */
  onKeyDown: (event: KeyboardEvent) => void
}

const KEY_STEPS: Readonly<Record<string, (epoch: number) => number>> = {
  ArrowLeft: (epoch) => epoch - 1,
  ArrowRight: (epoch) => epoch + 1,
  PageUp: (epoch) => epoch - 10,
  PageDown: (epoch) => epoch + 10,
  Home: () => Number.NEGATIVE_INFINITY,
  End: () => Number.POSITIVE_INFINITY,
}

/** A cursor over the epochs of a chart, moved by pointer or keys. `range` is null where there are none. */
export function useEpochCursor(range: () => { first: number; last: number } | null): UseEpochCursorReturn {
  const epoch = ref<number | null>(null)
  const isByKey = ref(false)

  function place(wanted: number, byKey: boolean): void {
    const allowed = range()
    if (allowed === null) return
    epoch.value = Math.min(Math.max(wanted, allowed.first), allowed.last)
    isByKey.value = byKey
  }

  function hide(): void {
    epoch.value = null
    isByKey.value = false
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && epoch.value !== null) {
      hide()
      event.stopPropagation()
      return
    }
    if (!Object.hasOwn(KEY_STEPS, event.key) || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    place(KEY_STEPS[event.key](epoch.value ?? range()?.last ?? 0), true)
  }

  return {
    epoch: readonly(epoch),
    isByKey: readonly(isByKey),
    moveTo: (wanted) => place(wanted, false),
    hide,
    onKeyDown,
  }
}
