import type { DataSetInfo } from '#contract/types.ts'
import type { ActivationName } from '#core/activations/names.ts'
import { withActivation } from '#core/activations/settings.ts'
import { defaultSizes } from '#core/data/data-set.ts'
import { type RecipeDraft, writePath } from './recipe-draft.ts'

/**
 * A draft with another data set, and with it the input layer, the output layer's units and the lecture's proportions of its
 * parts; hidden layers stay. With `keepsFewer`, a part that is to be smaller than these stays as small.
 * @param info of the data set; undefined, or without images, where nothing is known of it yet: the sizes stay
 */
export function withDataSet(
  draft: RecipeDraft,
  name: string,
  info: DataSetInfo | undefined,
  { keepsFewer }: { readonly keepsFewer: boolean },
): RecipeDraft {
  const next = writePath(draft, ['data', 'dataSet'], name)
  if (info === undefined || info.trainingCount === 0) return next
  const sizes = defaultSizes(info.trainingCount, info.testCount)
  const fit = (part: 'trainSize' | 'validationSize' | 'testSize'): number => {
    const present = next.data[part]
    return keepsFewer && typeof present === 'number' ? Math.min(present, sizes[part]) : sizes[part]
  }
  const last = draft.layers.length - 1
  const { length: classCount } = info.classNames
  return {
    ...(classCount === 0 ? next : writePath(next, ['layers', last, 'units'], classCount)),
    inputSize: info.rows * info.columns * info.channels,
    data: {
      ...next.data,
      trainSize: fit('trainSize'),
      validationSize: fit('validationSize'),
      testSize: fit('testSize'),
    },
  }
}

/**
 * What of a network followed its data set, as in `The network now has 64 inputs and 3 outputs, for the 8 × 8 pixels and 3 classes
 * of Shapes`; null where nothing did.
 */
export function describeFollowedData(
  before: RecipeDraft,
  after: RecipeDraft,
  { title, rows, columns }: Pick<DataSetInfo, 'title' | 'rows' | 'columns'>,
): string | null {
  const outputs = after.layers.at(-1)!.units
  const ends = [
    ...(before.inputSize === after.inputSize
      ? []
      : [{ now: `${after.inputSize} inputs`, why: `${rows} × ${columns} pixels` }]),
    ...(before.layers.at(-1)!.units === outputs
      ? []
      : [
          {
            now: `${outputs} output${outputs === 1 ? '' : 's'}`,
            why: `${outputs} class${outputs === 1 ? '' : 'es'}`,
          },
        ]),
  ]
  if (ends.length === 0) return null
  const list = (key: 'now' | 'why'): string => ends.map((end) => end[key]).join(' and ')
  return `The network now has ${list('now')}, for the ${list('why')} of ${title}`
}

/** A draft with one more hidden layer before the output layer, like the last hidden one. */
export function withAddedLayer(draft: RecipeDraft): RecipeDraft {
  const hidden = draft.layers.slice(0, -1)
  const added = hidden.at(-1) ?? { units: 30, activation: 'sigmoid' as const, batchNorm: false, dropout: 0 }
  return { ...draft, layers: [...hidden, { ...added }, ...draft.layers.slice(-1)] }
}

/** A draft with another activation of a layer; a setting that both have stays as it is typed. */
export function withLayerActivation(
  draft: RecipeDraft,
  index: number,
  activation: ActivationName,
): RecipeDraft {
  const layers = draft.layers.map((layer, k) => (k === index ? withActivation(layer, activation) : layer))
  return { ...draft, layers }
}

export function withoutLayer(draft: RecipeDraft, index: number): RecipeDraft {
  return { ...draft, layers: draft.layers.filter((_layer, k) => k !== index) }
}

/** A draft with a hidden layer at another position among the hidden ones; null where it stays where it is. */
export function withMovedLayer(draft: RecipeDraft, from: number, to: number): RecipeDraft | null {
  const hidden = draft.layers.slice(0, -1)
  if (from === to || from >= hidden.length || to < 0 || to >= hidden.length) return null
  hidden.splice(to, 0, ...hidden.splice(from, 1))
  return { ...draft, layers: [...hidden, ...draft.layers.slice(-1)] }
}
