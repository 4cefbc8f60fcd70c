import { createPredictor } from '#core/evaluation/predict.ts'
import { decodeBase64 } from '#core/formats/base64.ts'
import { PAGE_IDS, type PageData, unpackParameters } from '#core/formats/html/page-data.ts'
import { parameterLayout } from '#core/network/parameters.ts'

/** What a network says of an image. */
export interface PageAnswer {
  /** Index of the largest output; −1 where outputs are no numbers. */
  readonly digit: number
  readonly outputs: readonly number[]
}

/** The network that a page holds. */
export interface PageNetwork extends Pick<PageData, 'classNames' | 'side'> {
  readonly answer: (image: Uint8Array) => PageAnswer
}

/** Reads the network out of the page's own elements. @throws Error in words, for a page that was cut off or changed */
export function readPageNetwork(): PageNetwork {
  const textOf = (id: string): string => document.getElementById(id)?.textContent ?? ''
  const { recipe, classNames, side } = JSON.parse(textOf(PAGE_IDS.data)) as PageData
  const parameters = unpackParameters(decodeBase64(textOf(PAGE_IDS.parameters)) ?? new Uint8Array())
  const { length } = parameterLayout(recipe)
  if (parameters.length !== length) {
    throw new Error(`expected ${length} parameters of the network, got ${parameters.length}`)
  }
  const answer = createPredictor(recipe, parameters)
  return {
    classNames,
    side,
    answer(image) {
      const outputs = [...answer(image)]
      return { outputs, digit: outputs.every(Number.isFinite) ? outputs.indexOf(Math.max(...outputs)) : -1 }
    },
  }
}
