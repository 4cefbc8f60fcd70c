import { numberNames } from '#core/data/class-names.ts'
import { createPredictor } from '#core/evaluation/predict.ts'
import { decodeBase64 } from '#core/formats/base64.ts'
import { PAGE_ELEMENTS, type PageData, unpackParameters } from '#core/formats/html/page-data.ts'

/** What a network says of an image. */
export interface PageAnswer {
  /** Index of the largest output; −1 where outputs are no numbers. */
  readonly digit: number
  readonly outputs: readonly number[]
}

/** The network that a page holds. */
export interface PageNetwork extends Pick<PageData, 'side'> {
  /** What each output stands for; its number where nothing is known. */
  readonly classNames: readonly string[]
  readonly answer: (image: Uint8Array) => PageAnswer
}

/** Reads the network out of the page's own elements. @throws Error in words, for a page that was cut off or changed */
export function readPageNetwork(): PageNetwork {
  const textOf = (name: keyof typeof PAGE_ELEMENTS): string =>
    document.getElementById(PAGE_ELEMENTS[name].id)?.textContent ?? ''
  const { side, ...data } = JSON.parse(textOf('data')) as PageData
  const packed = decodeBase64(textOf('parameters')) ?? new Uint8Array()
  const answer = createPredictor(data.recipe, unpackParameters(packed, data))
  return {
    classNames: data.classNames ?? numberNames(data.recipe.layers.at(-1)!.units),
    side,
    answer(image) {
      const outputs = [...answer(image)]
      return { outputs, digit: outputs.every(Number.isFinite) ? outputs.indexOf(Math.max(...outputs)) : -1 }
    },
  }
}
