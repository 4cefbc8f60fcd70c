import { RUN_COLOUR_COUNT } from '#contract/limits.ts'
import { useLocalStorage } from '@vueuse/core'

const STORAGE_KEY = 'backprop.runColours'

/** How many runs keep their colours before those that are not listed are forgotten. */
const MAX_KEPT = 5000

/**
 * Gives each run a colour of the palette, in fixed order by first sight, and keeps it: while
 * the window is open, and in the browser's storage for the next time.
 */
export class RunColours {
  private readonly indexById = new Map<string, number>()
  private next = 0

  /** Only written to: reading it would make a component that asks for one run's colour depend on all others. */
  private readonly stored = useLocalStorage<Record<string, unknown> | null>(
    STORAGE_KEY,
    {},
    {
      shallow: true,
      listenToStorageChanges: false,
      // Without storage (private window, tests) colours last as long as the window.
      onError: () => undefined,
    },
  )

  constructor() {
    for (const [id, index] of Object.entries(this.stored.value ?? {})) {
      if (Number.isInteger(index)) this.indexById.set(id, index as number)
    }
    this.next = Math.max(-1, ...this.indexById.values()) + 1
  }

  /** Gives every run of the list, oldest first, its colour. */
  assign(idsOldestFirst: readonly string[]): void {
    // Runs of other stores keep theirs for when one goes back to them, unless there are very many.
    if (this.indexById.size > MAX_KEPT) {
      const known = new Set(idsOldestFirst)
      for (const id of this.indexById.keys()) if (!known.has(id)) this.indexById.delete(id)
    }
    for (const id of idsOldestFirst) if (!this.indexById.has(id)) this.indexById.set(id, this.next++)
    this.save()
  }

  /** The colour, counted from 1; a run that was not seen before gets the next one. */
  of(id: string): number {
    const index = this.indexById.get(id) ?? this.add(id)
    return (index % RUN_COLOUR_COUNT) + 1
  }

  private add(id: string): number {
    const index = this.next++
    this.indexById.set(id, index)
    this.save()
    return index
  }

  private save(): void {
    this.stored.value = Object.fromEntries(this.indexById)
  }
}
