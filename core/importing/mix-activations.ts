import type { ActivationName } from '../activations/names.ts'
import type { FoundNetwork } from '../formats/found-network.ts'
import { ASSUMED, HIDDEN_CANDIDATES, type ImportAnswers } from './settle-network.ts'

/** How often each layer is looked at again, after others changed. */
const PASSES = 2

/** The hidden layers of which a file does not say the activation, counted from 0. */
export const openLayers = ({
  layers,
}: {
  readonly layers: readonly { readonly activation: unknown }[]
}): number[] => layers.slice(0, -1).flatMap(({ activation }, k) => (activation === null ? [k] : []))

/** How many networks `mixActivations` tries at the most. */
export const countMixes = (found: FoundNetwork): number =>
  1 + openLayers(found).length * (PASSES * (HIDDEN_CANDIDATES.length - 1) + 1)

/**
 * Activations that may differ from layer to layer: begins with one for all and changes one layer after another to what serves
 * best beside the others, until nothing serves better. The usual one then takes the place of others that are not clearly better.
 *
 * @param start answers with one activation for all hidden layers
 * @param accuracyOf the share of images that are read right with answers
 * @param clearDifference of such shares: less may be chance
 */
export function mixActivations(
  found: FoundNetwork,
  start: ImportAnswers,
  accuracyOf: (answers: ImportAnswers) => number,
  clearDifference: number,
): ImportAnswers {
  const [all] = start.activation!
  let names: readonly ActivationName[] = found.layers.slice(0, -1).map(() => all!.name)
  const answersWith = (mix: readonly ActivationName[]): ImportAnswers => ({
    ...start,
    activation: mix.map((name) => ({ name })),
  })
  let highest = accuracyOf(start)
  for (let pass = 0; pass < PASSES; pass++) {
    const before = names
    for (const k of openLayers(found)) {
      const here = names
      for (const name of HIDDEN_CANDIDATES.filter((each) => each !== here[k])) {
        const mix = here.with(k, name)
        const accuracy = accuracyOf(answersWith(mix))
        if (accuracy <= highest) continue
        highest = accuracy
        names = mix
      }
    }
    if (names === before) break
  }
  for (const k of openLayers(found)) {
    const usual = names.with(k, ASSUMED.activation.name)
    if (names[k] !== usual[k] && accuracyOf(answersWith(usual)) >= highest - clearDifference) names = usual
  }
  return answersWith(names)
}
