import { nameOf } from '#core/explain/notation.ts'
import { readQuantity } from '#core/explain/quantity.ts'
import { placeWords } from '../../../model/learn/microscope/words.ts'
import { useLearnMicroscopeStore } from '../../../stores/learn-microscope.ts'
import type { PictureNumbers } from './picture-numbers.ts'

/** The numbers, names and words that picture and table show, of the microscope's current step. */
export function useMicroscopeNumbers(): PictureNumbers {
  const store = useLearnMicroscopeStore()
  const value = (id: string): number | null => (readQuantity(id) === null ? null : store.shown(id))
  const derivative = (id: string): number | null =>
    readQuantity(id) === null ? null : store.shown(`d/${id}`)
  const layers = (): number => store.trace.sizes.length - 1
  return {
    value,
    derivative,
    name: (id) => (readQuantity(id) === null ? '' : nameOf(id, store.state.notation).text),
    words: (id) =>
      placeWords(
        id,
        layers(),
        value(id),
        store.isCovered(`d/${id}`) ? null : derivative(id),
        store.isCovered(id),
      ),
  }
}
