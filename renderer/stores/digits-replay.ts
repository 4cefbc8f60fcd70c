import type { PenStroke } from '#core/data/drawing.ts'
import { usePreferredReducedMotion, useRafFn } from '@vueuse/core'
import { computed, type ComputedRef, shallowRef } from 'vue'
import { planReplay, type ReplayPlan, strokesAt } from '../model/digits/replay.ts'

export interface UseReplayReturn {
  /** What the replay has drawn so far; null while there is none. */
  readonly replayed: ComputedRef<readonly PenStroke[] | null>
  readonly start: (strokes: readonly PenStroke[]) => void
  readonly stop: () => void
}

/** Draws a drawing once more, stroke by stroke, as it was drawn. */
export function useReplay(): UseReplayReturn {
  const plan = shallowRef<ReplayPlan | null>(null)
  const atMs = shallowRef(0)
  const motion = usePreferredReducedMotion()
  const frames = useRafFn(
    ({ delta }) => {
      if (plan.value === null) return
      atMs.value += delta
      if (atMs.value >= plan.value.duration) stop()
    },
    { immediate: false },
  )

  function start(strokes: readonly PenStroke[]): void {
    plan.value = planReplay(strokes)
    atMs.value = 0
    frames.resume()
  }

  function stop(): void {
    frames.pause()
    plan.value = null
  }

  const replayed = computed(() =>
    plan.value === null ? null : strokesAt(plan.value, atMs.value, motion.value === 'reduce'),
  )
  return { replayed, start, stop }
}
