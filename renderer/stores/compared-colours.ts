import { SHOWN_COLOUR_COUNT } from '#contract/limits.ts'
import { giveColours, runColour, type GivenColour } from '#shared/run-colours.ts'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useRunsStore } from './runs.ts'
import { useSelectionStore } from './selection.ts'

/** Runs that are compared at once, at most: more lines than there are colours are no comparison. */
export const MAX_COMPARED_RUNS = SHOWN_COLOUR_COUNT

/**
 * The colours of runs in the Runs place, in its table and its comparison. A run has its own one, as everywhere. Where compared
 * runs would share one, the later one has another that none of them has, for as long as it is compared: the one that was
 * selected later, and of those that were selected at once the one that was started later.
 */
export const useComparedColoursStore = defineStore('comparedColours', () => {
  const runs = useRunsStore()
  const selection = useSelectionStore()

  const given = computed<ReadonlyMap<string, GivenColour>>((before) =>
    giveColours(
      // Newest first in the table; the oldest chooses first.
      selection.selected
        .slice(0, MAX_COMPARED_RUNS)
        .toReversed()
        .map(({ id }) => ({ id, preferred: runs.ownColour(id) })),
      before,
    ),
  )

  /** The run's colour, counted from 1. */
  const numberOf = (runId: string): number => given.value.get(runId)?.colour ?? runs.ownColour(runId)

  /** The same as a CSS value: `var(--run-3)`. */
  const colourOf = (runId: string): string => runColour(numberOf(runId))

  /** Of the run's lines, in pixels of line and gap; empty for full ones. */
  const dashOf = (runId: string): readonly number[] => given.value.get(runId)?.dash ?? []

  /** Whether the run has another colour than its own, because an earlier one has that. */
  const isAnother = (runId: string): boolean => numberOf(runId) !== runs.ownColour(runId)

  return { numberOf, colourOf, dashOf, isAnother }
})
