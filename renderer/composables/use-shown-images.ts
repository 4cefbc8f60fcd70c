import type { DataSetInfo, DataSetSample } from '#contract/types.ts'
import { computed } from 'vue'
import type { ShownImages } from '../model/data/image-kinds.ts'
import { useAnswer } from '../stores/answer.ts'
import { useDataSetsStore } from '../stores/data-sets.ts'

/** Images of a data set that are looked through, a page at a time. */
export interface ShownPage {
  /** How many images are shown in all; null as long as that is not known. */
  readonly total: number | null
  /** The page; null before it is there. */
  readonly sample: DataSetSample | null
  /** What a network says of the image at a place of the page, and how surely, where its label is doubted. */
  doubtAt(index: number): { readonly answer: number; readonly confidence: number } | null
  readonly isPending: boolean
  /** Why there is none, in words. */
  readonly problem: string | null
}

/** @param page the first image and how many; none where their room is not known yet */
export function useShownImages(
  info: () => DataSetInfo,
  shown: () => ShownImages,
  page: () => { readonly offset: number; readonly count: number },
): ShownPage {
  const dataSets = useDataSetsStore()
  const doubts = computed(() => {
    const { question, value } = dataSets.doubtfulLabels
    return question === info().name ? value : null
  })
  const found = useAnswer(
    () => {
      const { part, kind, label } = shown()
      const isPlain = kind === 'doubtful' || (kind === 'all' && label === null)
      return isPlain || info().state !== 'ready' ? null : { dataSet: info().name, part, kind, label }
    },
    (query) => dataSets.findImages(query),
  )
  /** Places in the list of doubtful labels that are shown. */
  const doubted = computed(() => {
    const { kind, label } = shown()
    if (kind !== 'doubtful' || doubts.value === null) return null
    const places = [...doubts.value.indices.keys()]
    return label === null ? places : places.filter((k) => doubts.value!.labels[k] === label)
  })
  /** Indices of all images that are shown; null for the whole file, or as long as they are not known. */
  const indices = computed(() =>
    shown().kind === 'doubtful'
      ? (doubted.value?.map((k) => doubts.value!.indices[k]!) ?? null)
      : found.value && [...found.value],
  )
  const isWhole = computed(() => shown().kind === 'all' && shown().label === null)
  const total = computed(() => {
    const { trainingCount, testCount } = info()
    if (isWhole.value) return shown().part === 'training' ? trainingCount : testCount
    return indices.value?.length ?? null
  })
  const sample = useAnswer(
    () => {
      const { offset, count } = page()
      const { part } = shown()
      const length = Math.min(count, (total.value ?? 0) - offset)
      if (info().state !== 'ready' || length < 1) return null
      const chosen = isWhole.value ? null : indices.value!.slice(offset, offset + length)
      return { dataSet: info().name, part, offset, count: length, chosen }
    },
    ({ dataSet, part, offset, count, chosen }) =>
      chosen === null
        ? dataSets.sample(dataSet, part, offset, count)
        : dataSets.take({ dataSet, part, indices: chosen }),
    // A page stays in sight until the next one is there.
    { subjectOf: ({ dataSet }) => `${dataSet} ${shown().kind}` },
  )
  return {
    get total() {
      return total.value
    },
    get sample() {
      return sample.value
    },
    doubtAt(index) {
      const k = doubted.value?.[page().offset + index]
      return k === undefined || doubts.value === null
        ? null
        : { answer: doubts.value.answers[k]!, confidence: doubts.value.confidences[k]! }
    },
    get isPending() {
      return sample.isPending || found.isPending
    },
    get problem() {
      return found.problem ?? sample.problem
    },
  }
}
