import type { FoundActivation } from '#core/formats/found-network.ts'
import { READABLE_FORMATS } from '#core/formats/registry.ts'
import { describePixels } from '#core/formats/written-tensors.ts'
import type { ImportOrigin } from '#core/importing/import-origin.ts'
import { type ImportAnswers, type Question, QUESTIONS } from '#core/importing/settle-network.ts'
import { nameActivation } from './activation-words.ts'
import { nameOfValue } from './choice-names.ts'

/** One thing that is known of the file that an imported network came from. */
export interface OriginFact {
  readonly name: string
  readonly value: string
  /** Whether the value is a checksum, of which the beginning is enough where there is little room. */
  readonly isChecksum?: boolean
}

/** What is known of the file that an imported network came from, and what was taken for what it does not say. */
export function describeOrigin(origin: ImportOrigin): OriginFact[] {
  const { fileName, sha256, classNames, judgedOn } = origin
  const answers = describeAnswers(origin)
  return [
    { name: 'File', value: fileName },
    { name: 'Format', value: describeFormat(origin) },
    { name: 'File, SHA-256', value: sha256, isChecksum: true },
    ...(answers === '' ? [] : [{ name: 'Not in the file', value: answers }]),
    ...(judgedOn === null
      ? []
      : [{ name: 'Tried on', value: `${judgedOn.imageCount} test images of ${judgedOn.dataSet}` }]),
    ...(classNames.length === 0 ? [] : [{ name: 'Classes', value: classNames.join(', ') }]),
  ]
}

function describeFormat({ format, writtenBy }: ImportOrigin): string {
  const title = READABLE_FORMATS.find(({ name }) => name === format)?.title ?? format
  return writtenBy === null ? title : `${title}, written by ${writtenBy}`
}

/** `ReLU in hidden layers, outputs as softmax (assumed)`; empty where the file said everything. */
function describeAnswers({ answers, assumed }: ImportOrigin): string {
  return QUESTIONS.flatMap((question) => {
    const words = ANSWER_WORDS[question](answers)
    if (words === null) return []
    return [assumed.includes(question) ? `${words} (assumed)` : words]
  }).join('; ')
}

const ANSWER_WORDS: Readonly<Record<Question, (answers: ImportAnswers) => string | null>> = {
  activation: ({ activation }) =>
    activation === undefined ? null : `${activation.map(nameFound).join(', ')} in hidden layers`,
  output: ({ output }) => (output === undefined ? null : `outputs as ${nameFound(output)}`),
  pixels: ({ pixels }) => (pixels === undefined ? null : `inputs as ${describePixels(pixels)}`),
  orientation: ({ isTurned }) =>
    isTurned === undefined ? null : `square matrices ${isTurned ? 'turned' : 'as they are'}`,
}

const nameFound = ({ name, ...settings }: FoundActivation): string =>
  nameActivation({ activation: name, ...settings }, nameOfValue)
