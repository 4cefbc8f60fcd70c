import type {
  AnsweredImages,
  InspectedPart,
  RunDiagnosis,
  RunGradientCheck,
  RunInspection,
} from '#contract/types.ts'
import type { ConfusionCell } from '#core/evaluation/cell-answers.ts'
import type { BackwardDefect } from '#core/engine/network-pass.ts'
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { useAnswer } from './answer.ts'
import { useCurrentRunStore } from './current-run.ts'
import { useLearningCurveStore } from './learning-curve.ts'

/** Which weights are looked at. */
interface Weights {
  readonly runId: string
  readonly epoch: number
}

/** The current run in depth: on what part, and what was found; kept while the window is open. */
export const useInspectStore = defineStore('inspect', () => {
  const { api } = useWorkbenchClient()
  const current = useCurrentRunStore()
  const curves = useLearningCurveStore()

  const chosenPart = ref<InspectedPart>('test')

  /** The current run; null where it has no weights yet. */
  const run = computed(() => current.runWithWeights)
  /** The epoch whose weights are looked at. */
  const epoch = computed(() => current.epoch)
  const hasValidation = computed(() => (run.value?.recipe.data.validationSize ?? 0) > 0)
  const part = computed<InspectedPart>(() => (hasValidation.value ? chosenPart.value : 'test'))

  function choosePart(next: InspectedPart): void {
    chosenPart.value = next
  }

  /** Whether the place is open; nothing is asked for one that nobody looks at. */
  const isOpen = ref(false)
  const weights = computed<Weights | null>(() =>
    run.value === null || epoch.value === null || !isOpen.value
      ? null
      : { runId: run.value.id, epoch: epoch.value },
  )

  const inspection = useAnswer<Weights & { part: InspectedPart }, RunInspection>(
    () => weights.value && { ...weights.value, part: part.value },
    (input) => api.analysis.inspect(input),
  )
  const diagnosis = useAnswer<Weights, RunDiagnosis>(
    () => weights.value,
    (input) => api.analysis.diagnose(input),
  )

  /** The cell of the matrix whose images are shown; null for the surest mistakes. */
  const cell = ref<ConfusionCell | null>(null)
  watch([() => run.value?.id, part], () => (cell.value = null))
  const cellImages = useAnswer<Weights & ConfusionCell & { part: InspectedPart }, AnsweredImages>(
    () => weights.value && cell.value && { ...weights.value, ...cell.value, part: part.value },
    (input) => api.analysis.getConfusedImages(input),
  )

  /** What the gradient check was asked for; null before it is. */
  const gradientQuestion = ref<(Weights & { defect?: BackwardDefect }) | null>(null)
  watch([() => run.value?.id, epoch], () => (gradientQuestion.value = null))
  const gradient = useAnswer<Weights & { defect?: BackwardDefect }, RunGradientCheck>(
    () => gradientQuestion.value,
    (input) => api.analysis.checkGradient(input),
  )

  /** Compares the backward pass, or a broken one, with central differences at the weights that are looked at. */
  function checkGradient(defect: BackwardDefect | null): void {
    if (weights.value !== null) {
      gradientQuestion.value = { ...weights.value, ...(defect !== null && { defect }) }
    }
  }

  // A curve is long work for one run: who turns to another one here no longer waits for it. Where the run
  // changes elsewhere, as when a training starts, the curve goes on.
  watch([() => run.value?.id ?? null, isOpen], ([runId, isStillOpen], [, wasOpen]) => {
    if (isStillOpen && wasOpen) curves.keepOnly(runId)
  })

  /** Draws the learning curve of the run, as the store of curves is set. */
  function drawCurve(): void {
    if (run.value === null) return
    // A newer run must not take this one's place, and end its curve, meanwhile.
    current.choose(run.value.id)
    void curves.draw(run.value)
  }

  return {
    run,
    epoch,
    hasValidation,
    part,
    choosePart,
    isOpen,
    inspection,
    diagnosis,
    cell,
    cellImages,
    gradient,
    checkGradient,
    drawCurve,
  }
})
