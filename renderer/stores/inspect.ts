import type {
  AnsweredImages,
  InspectedPart,
  RunCalibration,
  RunDiagnosis,
  RunGradientCheck,
  RunInspection,
} from '#contract/types.ts'
import type { ConfusionCell } from '#core/evaluation/cell-answers.ts'
import type { BackwardDefect } from '#core/engine/network-pass.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import { chooseImages } from '#core/runs/measured-images.ts'
import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { useAnswer } from './answer.ts'
import { useRankedAnswers } from './inspect-answers.ts'
import { useCurrentRunStore } from './current-run.ts'
import { useLearningCurveStore } from './learning-curve.ts'

/** Which weights are looked at, and on the images of which data set; without one, of the run's own. */
export interface Weights {
  readonly runId: string
  readonly epoch: number
  readonly dataSet?: string
}
type OnPart = Weights & { readonly part: InspectedPart }

/** Answers that are kept of each kind, so that who comes back to a run sees at once what was found. */
const KEPT = 8

/** What an answer is about: of another epoch it may stay until the new one is there, for it names its own. */
const subjectOf = ({ runId, dataSet, part }: Weights & { readonly part?: InspectedPart }): string =>
  JSON.stringify([runId, dataSet, part])

/** The current run in depth: on what images, and what was found; kept while the window is open. */
export const useInspectStore = defineStore('inspect', () => {
  const { api } = useWorkbenchClient()
  const current = useCurrentRunStore()
  const curves = useLearningCurveStore()

  const chosenPart = ref<InspectedPart>('test')
  /** The data sets that a person chose, by run. */
  const chosenDataSets = reactive(new Map<string, string>())

  /** The current run; null where it has no weights yet. */
  const run = computed(() => current.runWithWeights)
  /** The epoch whose weights are looked at. */
  const epoch = computed(() => current.epoch)
  /** The data set that the run was trained on; null where that is not known. */
  const ownDataSet = computed(() => (run.value === null ? null : knownDataSet(run.value)))
  /** The data set whose images are looked at; null while a person has to choose one. */
  const dataSet = computed(() =>
    run.value === null ? null : (chosenDataSets.get(run.value.id) ?? ownDataSet.value),
  )
  /** Why there are no validation images to look at; null where there are. */
  const validationProblem = computed(() => {
    if (run.value === null || dataSet.value === null) return null
    const images = chooseImages(run.value, { dataSet: dataSet.value, part: 'validation' })
    return 'code' in images ? images : null
  })
  const hasValidation = computed(() => dataSet.value !== null && validationProblem.value === null)
  const part = computed<InspectedPart>(() => (hasValidation.value ? chosenPart.value : 'test'))

  function choosePart(next: InspectedPart): void {
    chosenPart.value = next
  }

  function chooseDataSet(next: string): void {
    if (run.value !== null) chosenDataSets.set(run.value.id, next)
  }

  /** Whether the place is open; nothing is asked for one that nobody looks at. */
  const isOpen = ref(false)
  const isPaused = (): boolean => !isOpen.value
  const weights = computed<Weights | null>(() =>
    run.value === null || epoch.value === null || dataSet.value === null
      ? null
      : {
          runId: run.value.id,
          epoch: epoch.value,
          ...(dataSet.value !== ownDataSet.value && { dataSet: dataSet.value }),
        },
  )

  const inspection = useAnswer<OnPart, RunInspection>(
    () => weights.value && { ...weights.value, part: part.value },
    (input) => api.analysis.inspect(input),
    { subjectOf, kept: KEPT, isPaused },
  )
  /** The diagnosis rests on the images that the run learned from, beside others of the same data set. */
  const diagnosis = useAnswer<Weights, RunDiagnosis>(
    () => (weights.value === null || weights.value.dataSet !== undefined ? null : weights.value),
    (input) => api.analysis.diagnose(input),
    { subjectOf, kept: KEPT, isPaused },
  )

  /** How far the stated confidences are right, on the validation images of the run's own data set. */
  const calibration = useAnswer<Weights, RunCalibration>(
    () => (weights.value === null || weights.value.dataSet !== undefined ? null : weights.value),
    ({ runId, epoch: of }) => api.analysis.calibrate({ runId, epoch: of }),
    { subjectOf, kept: KEPT, isPaused },
  )

  /** The cell of the matrix whose images are shown; null for the surest mistakes. */
  const cell = ref<ConfusionCell | null>(null)
  watch([() => run.value?.id, dataSet, part], () => (cell.value = null))
  const cellImages = useAnswer<OnPart & ConfusionCell, AnsweredImages>(
    () => weights.value && cell.value && { ...weights.value, ...cell.value, part: part.value },
    (input) => api.analysis.getConfusedImages(input),
    { kept: KEPT, isPaused },
  )

  /** Which answers are shown where no cell is chosen: of all, or of one class, of one slice, beside another run. */
  const ranked = useRankedAnswers({ run, dataSet, part, cell, weights, isPaused })

  /** Which backward pass the next check takes; kept beside its answer, so that both fit who comes back. */
  const backwardPass = ref<BackwardDefect | 'none'>('none')
  /** What the gradient check was asked for; null before it is. */
  const gradientQuestion = ref<(Weights & { defect?: BackwardDefect }) | null>(null)
  watch([() => run.value?.id, epoch, dataSet], () => (gradientQuestion.value = null))
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
    ownDataSet,
    dataSet,
    chooseDataSet,
    hasValidation,
    validationProblem,
    part,
    choosePart,
    isOpen,
    inspection,
    diagnosis,
    calibration,
    cell,
    cellImages,
    ...ranked,
    backwardPass,
    gradient,
    checkGradient,
    drawCurve,
  }
})
