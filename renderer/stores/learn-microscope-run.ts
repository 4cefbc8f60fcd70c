import { imageScene } from '#core/explain/trace-image.ts'
import type { Scene } from '#core/explain/scene.ts'
import type { RunSummary } from '#contract/types.ts'
import { computed, type ComputedRef, type ShallowRef } from 'vue'
import { drawnSideOf, padToImage } from '../model/digits/pad.ts'
import { freshState, type MicroscopeCut, type MicroscopeState } from '../model/learn/microscope-state.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useDataSetsStore } from './data-sets.ts'
import { createLatestCall } from './latest-call.ts'
import { useNoticesStore } from './notices.ts'
import { useRunsStore } from './runs.ts'

/** What of a cut a person changes without opening another run. */
export type CutImage = Partial<Pick<MicroscopeCut, 'part' | 'image' | 'drawing'>>

export interface UseMicroscopeRunReturn {
  /** The run that is shown; null for a scene, and for a run that was deleted since. */
  readonly cutRun: ComputedRef<RunSummary | null>
  /** Side of the image that a drawing becomes for the run that is shown; null where its network takes none. */
  readonly drawnSide: ComputedRef<number | null>
  /**
   * Shows a run's network on an image, of which a part is drawn. A refusal becomes a notice, and what was shown stays.
   * @returns whether it is shown
   */
  readonly openRun: (wanted: MicroscopeCut) => Promise<boolean>
  /** Shows another image, or a drawing, in the same run's network, at the same step and the same way to look at it. */
  readonly openImage: (change: CutImage) => void
}

/**
 * Opens runs in the microscope: their networks on an image or a drawing.
 * @param show sets the microscope's state as a whole
 */
export function useMicroscopeRun(
  state: Readonly<ShallowRef<MicroscopeState>>,
  show: (next: MicroscopeState) => void,
): UseMicroscopeRunReturn {
  const { api } = useWorkbenchClient()
  const notices = useNoticesStore()
  const runs = useRunsStore()
  const dataSets = useDataSetsStore()

  const cutRun = computed(() => runs.byId.get(state.value.cut?.runId ?? '') ?? null)
  const drawnSide = computed(() =>
    cutRun.value === null ? null : drawnSideOf(cutRun.value, (name) => dataSets.find(name)),
  )

  /** The run's network on the cut's image, and the epoch of its weights. */
  async function traceCut(wanted: MicroscopeCut): Promise<{ epoch: number; scene: Scene }> {
    const { runId, epoch, part, image, drawing } = wanted
    const side = drawnSide.value
    const { epoch: used, network } = await api.analysis.traceRun({
      runId,
      ...(epoch !== null && { epoch }),
      image:
        drawing === null || side === null
          ? { part, index: image }
          : {
              pixels: padToImage(drawing.strokes, side) ?? new Uint8Array(side * side),
              label: drawing.label,
            },
    })
    return { epoch: used, scene: { ...imageScene(network), title: 'run' } }
  }

  async function openRun(wanted: MicroscopeCut): Promise<boolean> {
    const opened = await notices.attempt('The run cannot be shown', async () => {
      const { epoch, scene } = await traceCut(wanted)
      show({
        ...freshState(scene),
        isExpanded: false,
        by: 'layer',
        cut: { ...wanted, epoch, pinned: [], hidden: null, output: null },
      })
      return true
    })
    return opened === true
  }

  function openImage(change: CutImage): void {
    const { cut } = state.value
    if (cut === null) return
    const wanted = { ...cut, ...change }
    const isSameDrawing = cut.drawing !== null && wanted.drawing !== null
    // The pad shows a stroke at once, and its numbers follow.
    if (isSameDrawing) show({ ...state.value, cut: wanted })
    traceNewest(isSameDrawing ? wanted : { ...wanted, pinned: [], hidden: null, output: null })
  }
  const traceNewest = createLatestCall((wanted: MicroscopeCut) =>
    notices.attempt('The image cannot be shown', async () => {
      const { scene } = await traceCut(wanted)
      const { cut } = state.value
      // Another scene was opened meanwhile.
      if (cut?.runId !== wanted.runId) return
      const { drawing } = cut.drawing === null || wanted.drawing === null ? wanted : cut
      show({ ...state.value, scene, updates: 0, nudges: {}, cut: { ...wanted, drawing } })
    }),
  )

  return { cutRun, drawnSide, openRun, openImage }
}
