import {
  ALL_STEPS,
  PREPARATION_STEPS,
  type PreparationMask,
  type PreparationStep,
  stepsUpTo,
  withStep,
  hasStep,
} from '#core/data/preparation.ts'
import type { DrawingAnswer } from '#contract/types.ts'
import { useLocalStorage } from '@vueuse/core'
import { computed, type ComputedRef, type Ref, shallowRef } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { useAnswer } from './answer.ts'

/** The preparation of an image, one step after the other. */
export interface ShownStep {
  readonly step: PreparationStep
  readonly isTaken: boolean
  /** The image after it; null where nothing is drawn. */
  readonly image: Uint8Array | null
  /** What the network says of the image with this step left out, or taken where it is left out; null before that is known. */
  readonly otherwise: DrawingAnswer | null
}

export interface UsePreparationOptions {
  /** The image that some steps give; null where there is nothing, or the image is taken as it is. */
  readonly imageWith: (steps: PreparationMask) => Uint8Array | null
  /** Who answers; null where nobody can. */
  readonly network: () => { readonly runId: string; readonly epoch: number } | null
}

export interface UsePreparationReturn {
  /** Which steps are taken. */
  readonly steps: Ref<PreparationMask>
  readonly setStep: (step: PreparationStep, isTaken: boolean) => void
  readonly takeAllSteps: () => void
  /** Whether the steps are looked at one by one. */
  readonly areStepsShown: Ref<boolean>
  /** The image before any step; null where nothing is drawn. */
  readonly unprepared: ComputedRef<Uint8Array | null>
  /** While they are looked at; else none. */
  readonly shownSteps: ComputedRef<readonly ShownStep[]>
  /** Whether what the network says of the present image without a step is still under way. */
  readonly isAskingSteps: ComputedRef<boolean>
}

/** The steps in which an image is made for the network, each of which can be left out to see what becomes of the answer. */
export function usePreparation({ imageWith, network }: UsePreparationOptions): UsePreparationReturn {
  const { api } = useWorkbenchClient()
  const steps = shallowRef<PreparationMask>(ALL_STEPS)
  const areStepsShown = useLocalStorage('backprop.areStepsShown', false, {
    listenToStorageChanges: false,
    onError: () => undefined,
  })

  const others = useAnswer(
    () => {
      const asked = areStepsShown.value ? network() : null
      if (asked === null) return null
      const images: Uint8Array[] = []
      for (const step of PREPARATION_STEPS) {
        const image = imageWith(withStep(steps.value, step, !hasStep(steps.value, step)))
        if (image === null) return null
        images.push(image)
      }
      return { ...asked, images }
    },
    (question) => api.analysis.readImages(question),
    { subjectOf: ({ runId, epoch }) => `${runId} ${epoch} ${steps.value}` },
  )

  const unprepared = computed(() => (areStepsShown.value ? imageWith(0) : null))
  const shownSteps = computed<readonly ShownStep[]>(() =>
    !areStepsShown.value
      ? []
      : PREPARATION_STEPS.map((step, k) => ({
          step,
          isTaken: hasStep(steps.value, step),
          image: imageWith(stepsUpTo(steps.value, step)),
          otherwise: others.value?.answers[k] ?? null,
        })),
  )
  return {
    steps,
    setStep: (step, isTaken) => (steps.value = withStep(steps.value, step, isTaken)),
    takeAllSteps: () => (steps.value = ALL_STEPS),
    areStepsShown,
    unprepared,
    shownSteps,
    isAskingSteps: computed(() => others.isPending),
  }
}
