import type { JudgedImage, Prediction, RunSummary } from '#contract/types.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import { defaultEpoch } from '#core/runs/default-epoch.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { BesideAnswer } from '../model/digits/beside.ts'
import { drawnSideOf, padToImage } from '../model/digits/pad.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useAnswer } from './answer.ts'
import { useCurrentRunStore } from './current-run.ts'
import { useDataSetsStore } from './data-sets.ts'
import { useDigitsStore } from './digits.ts'
import { useRunsStore } from './runs.ts'

/** Runs that read a drawing beside the one in use, at most. */
export const MOST_BESIDE = 4

/** A run that reads the same drawing. */
export interface RunBeside extends BesideAnswer {
  readonly run: RunSummary
  /** Whose weights answer. */
  readonly epoch: number
  readonly prediction: Prediction | null
  /** What the answer is worth; null before that is known. */
  readonly worth: JudgedImage | null
  /** Why it has no answer, in words. */
  readonly problem: string | null
}

/** Other runs that read what is on the pad, each with its default epoch; kept while the window is open. */
export const useDigitsBesideStore = defineStore('digitsBeside', () => {
  const { api } = useWorkbenchClient()
  const runs = useRunsStore()
  const current = useCurrentRunStore()
  const dataSets = useDataSetsStore()
  const digits = useDigitsStore()

  /** As they were chosen; the run in use may be among them, and is not shown twice. */
  const ids = shallowRef<readonly string[]>([])
  const canBeChosen = (run: RunSummary): boolean => run.weightsSha256 !== null && run.id !== digits.run?.id
  const choices = computed(() => current.choices.filter(canBeChosen))
  const chosen = computed(() =>
    ids.value
      .flatMap((id) => runs.byId.get(id) ?? [])
      .filter(canBeChosen)
      .slice(0, MOST_BESIDE),
  )
  /** Whether the list to choose from is open. */
  const isChoosing = shallowRef(false)
  const isFull = computed(() => chosen.value.length >= MOST_BESIDE)

  /** Puts a run beside the others, or takes it away. */
  function toggle(runId: string): void {
    if (ids.value.includes(runId)) ids.value = ids.value.filter((id) => id !== runId)
    else if (!isFull.value) ids.value = [...ids.value, runId]
  }

  const epochOf = (run: RunSummary): number => defaultEpoch(run)?.epoch ?? run.last?.epoch ?? -1

  /** The image that a run gets: a drawing is made as large as its network takes it. */
  function imageFor(run: RunSummary): Uint8Array | null {
    if (digits.sample !== null || digits.picture !== null) return digits.image
    const side = drawnSideOf(run, (name) => dataSets.find(name))
    return side === null || side === digits.drawnSide
      ? digits.image
      : padToImage(digits.shownStrokes, side, digits.steps)
  }
  function misfitOf(run: RunSummary, image: Uint8Array | null): string | null {
    const { inputSize } = run.recipe
    return image === null || image.length === inputSize
      ? null
      : `It has ${inputSize.toLocaleString('en-US')} inputs, and the image ${image.length.toLocaleString('en-US')} pixels.`
  }

  const isAsked = (): boolean => digits.shownPart === 'runs'
  const slots = Array.from({ length: MOST_BESIDE }, (_, k) => {
    const question = (): { runId: string; epoch: number; image: Uint8Array } | null => {
      const run = chosen.value[k]
      if (run === undefined || !isAsked()) return null
      const image = imageFor(run)
      return image === null || misfitOf(run, image) !== null
        ? null
        : { runId: run.id, epoch: epochOf(run), image }
    }
    // While a person draws, the former answer stays until the next one is there.
    const subjectOf = ({ runId, epoch }: { runId: string; epoch: number }): string => `${runId} ${epoch}`
    return {
      answer: useAnswer(question, (asked) => api.analysis.predict(asked), { subjectOf }),
      judged: useAnswer(question, (asked) => api.analysis.judgeAnswer(asked), { subjectOf }),
    }
  })

  const beside = computed<readonly RunBeside[]>(() =>
    chosen.value.map((run, k) => {
      const { answer, judged } = slots[k]!
      const dataSet = knownDataSet(run) ?? ''
      return {
        ...{ run, epoch: epochOf(run), prediction: answer.value },
        classNames: Array.from({ length: run.recipe.layers.at(-1)!.units }, (_, label) =>
          dataSets.classNameOf(dataSet, label),
        ),
        worth: answer.value && judged.value,
        problem: answer.problem ?? misfitOf(run, imageFor(run)),
      }
    }),
  )
  const isAsking = computed(() => slots.some(({ answer }) => answer.isPending))

  return { choices, chosen, isChoosing, isFull, toggle, beside, isAsking }
})
