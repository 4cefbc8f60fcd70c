import { isKey, type KeyId } from '../model/keys.ts'
import { computed, type ComputedRef, ref, type Ref } from 'vue'

export interface UseStopCursorReturn {
  /** Where the cursor stands; null while it is hidden. */
  readonly stop: ComputedRef<number | null>
  /** Whether keys brought it there, so that what it reads out should be said aloud. */
  readonly isByKey: Readonly<Ref<boolean>>
  /** Moves it to a stop, by its index in the list. */
  readonly moveTo: (index: number) => void
  readonly hide: () => void
  /** Arrows move it by one stop, Page by ten, Home and End to the ends; Escape hides it. */
  readonly onKeyDown: (event: KeyboardEvent) => void
}

const KEY_STEPS: readonly (readonly [KeyId, (index: number) => number])[] = [
  ['stopBack', (index) => index - 1],
  ['stopOn', (index) => index + 1],
  ['stopBackTen', (index) => index - 10],
  ['stopOnTen', (index) => index + 10],
  ['stopFirst', () => Number.NEGATIVE_INFINITY],
  ['stopLast', () => Number.POSITIVE_INFINITY],
]

/** A cursor over the stops of a chart, moved by pointer or keys. */
export function useStopCursor(stops: () => readonly number[]): UseStopCursorReturn {
  const index = ref<number | null>(null)
  const isByKey = ref(false)
  /** Whether keys brought it to the last stop: it stays at the last one while a training adds more. */
  const isAtEnd = ref(false)
  const stop = computed(() => {
    const all = stops()
    if (index.value === null) return null
    return all.at(isAtEnd.value ? -1 : Math.min(index.value, all.length - 1)) ?? null
  })

  function moveTo(wanted: number, byKey: boolean): void {
    const last = stops().length - 1
    if (last < 0) return
    index.value = Math.min(Math.max(wanted, 0), last)
    isByKey.value = byKey
    isAtEnd.value = byKey && index.value === last
  }

  function hide(): void {
    index.value = null
    isByKey.value = false
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (isKey(event, 'hideStop') && index.value !== null) {
      hide()
      event.stopPropagation()
      return
    }
    const step = KEY_STEPS.find(([id]) => isKey(event, id))?.[1]
    if (step === undefined) return
    event.preventDefault()
    moveTo(step(isAtEnd.value || index.value === null ? stops().length - 1 : index.value), true)
  }

  return { stop, isByKey, moveTo: (wanted) => moveTo(wanted, false), hide, onKeyDown }
}
