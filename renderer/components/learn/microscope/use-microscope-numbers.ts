import { nameOf } from '#core/explain/notation.ts'
import { readQuantity } from '#core/explain/quantity.ts'
import { placeWords, restWords } from '../../../model/learn/microscope/words.ts'
import { useLearnMicroscopeStore } from '../../../stores/learn-microscope.ts'
import type { PictureNumbers } from './picture-numbers.ts'

/** The numbers, names and words that picture and table show, of the microscope's current step. */
export function useMicroscopeNumbers(): PictureNumbers {
  const store = useLearnMicroscopeStore()
  /** What the units that are not drawn add to the sum of the unit that the cut looks at: a rest is of the layer below it. */
  const rest = (id: string) => {
    const layer = store.cut?.layers[Number(id.slice('rest:'.length))]
    const at = layer === undefined ? undefined : layer.forward[layer.shown.indexOf(layer.chosen)]
    return at !== undefined && store.isComputed(at.id) ? at.rest : null
  }
  const value = (id: string): number | null =>
    id.startsWith('rest:') ? (rest(id)?.value ?? null) : readQuantity(id) === null ? null : store.shown(id)
  const derivative = (id: string): number | null =>
    readQuantity(id) === null ? null : store.shown(`d/${id}`)
  const layers = (): number => store.trace.sizes.length - 1
  return {
    value,
    derivative,
    name: (id) => (readQuantity(id) === null ? '' : nameOf(id, store.state.notation).text),
    words: (id) =>
      id.startsWith('rest:')
        ? restWords(store.drawn, store.trace.sizes, Number(id.slice('rest:'.length)), value(id))
        : placeWords(
            id,
            layers(),
            value(id),
            store.isCovered(`d/${id}`) ? null : derivative(id),
            store.isCovered(id),
          ),
  }
}
