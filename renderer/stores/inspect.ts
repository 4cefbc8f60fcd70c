import { defaultEpoch } from '#core/runs/default-epoch.ts'
import type {
  AnsweredImages,
  InspectedPart,
  RunDiagnosis,
  RunGradientCheck,
  RunInspection,
  RunSummary,
} from '#contract/types.ts'
import type { ConfusionCell } from '#core/evaluation/cell-answers.ts'
import type { BackwardDefect } from '#core/engine/network-pass.ts'
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { useAnswer } from './answer.ts'
import { useDigitsStore } from './digits.ts'
import { useLearningCurveStore } from './learning-curve.ts'

/** Which weights are looked at. */
interface Weights {
  readonly runId: string
  readonly epoch: number
}

/** One run in depth: which, on what part, and what was found; kept while the window is open. */
export const useInspectStore = defineStore('inspect', () => {
  const { api } = useWorkbenchClient()
  const digits = useDigitsStore()
  const curves = useLearningCurveStore()

  const chosenRunId = ref<string | null>(null)
  const chosenEpoch = ref<number | null>(null)
  const chosenPart = ref<InspectedPart>('test')

  /** Runs that have weights, newest first. */
  const inspectableRuns = computed(() => digits.answeringRuns)
  /** The chosen run, else the newest; null where there is none. */
  const run = computed<RunSummary | null>(
    () =>
      inspectableRuns.value.find((candidate) => candidate.id === chosenRunId.value) ??
      inspectableRuns.value.at(0) ??
      null,
  )
  /** The chosen epoch, else the run's default epoch. */
  const epoch = computed<number | null>(() => {
    if (run.value === null) return null
    const last = run.value.last?.epoch ?? -1
    return Math.min(chosenEpoch.value ?? defaultEpoch(run.value)?.epoch ?? last, last)
  })
  const hasValidation = computed(() => (run.value?.recipe.data.validationSize ?? 0) > 0)
  const part = computed<InspectedPart>(() => (hasValidation.value ? chosenPart.value : 'test'))

  function chooseRun(runId: string): void {
    chosenRunId.value = runId
    chosenEpoch.value = null
  }

  function chooseEpoch(next: number | null): void {
    chosenEpoch.value = next
  }

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

  // A curve is long work for one run: who turns to another one no longer waits for it.
  watch(
    () => run.value?.id ?? null,
    (runId) => curves.keepOnly(runId),
  )

  /** Draws the learning curve of the run, as the store of curves is set. */
  function drawCurve(): void {
    if (run.value === null) return
    // A newer run must not take this one's place, and end its curve, meanwhile.
    chosenRunId.value = run.value.id
    void curves.draw(run.value)
  }

  return {
    inspectableRuns,
    run,
    epoch,
    hasValidation,
    part,
    chooseRun,
    chooseEpoch,
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
