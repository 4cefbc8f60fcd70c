import { z } from 'zod'
import { ACTIVATION_NAMES } from '../activations/names.ts'
import type { FoundNetwork } from '../formats/found-network.ts'
import { ASSUMED, type ImportAnswers, openQuestions, type Question, QUESTIONS } from './settle-network.ts'

/** The images that showed which answers read most of them right. */
export interface JudgedOn {
  /** What a person calls the data set. */
  readonly dataSet: string
  /** How many of its test images. */
  readonly imageCount: number
}

/** Where an imported network came from, and what was taken for what its file does not say. */
export interface ImportOrigin {
  /** The file's name, without its folder. */
  readonly fileName: string
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string
  /** The format that it was read as, as in `keras`; a later version may name others. */
  readonly format: string
  /** The program that wrote it, as the file says; null where it does not. */
  readonly writtenBy: string | null
  /** What was taken for what the file leaves open; what the file says itself is not among it. */
  readonly answers: ImportAnswers
  /** Those of the answers that no person gave, but that are usual. */
  readonly assumed: readonly Question[]
  /** Null where no images were asked. */
  readonly judgedOn: JudgedOn | null
  /** What its outputs stand for, as the file says; empty where it does not. */
  readonly classNames: readonly string[]
}

const activation = z.object({
  name: z.enum(ACTIVATION_NAMES),
  slope: z.number().optional(),
  alpha: z.number().optional(),
})

/** An origin as a store holds it; whatever a later version adds to it is passed over. */
export const importOriginSchema = z.object({
  fileName: z.string().min(1).max(1000),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  format: z.string().min(1).max(100),
  writtenBy: z.string().max(200).nullable(),
  answers: z.object({
    activation: z.array(activation).min(1).max(100).optional(),
    output: activation.optional(),
    pixels: z.object({ shift: z.number(), scale: z.number() }).optional(),
    isTurned: z.boolean().optional(),
  }),
  assumed: z.array(z.enum(QUESTIONS)).max(QUESTIONS.length),
  judgedOn: z.object({ dataSet: z.string().max(1000), imageCount: z.int().min(1) }).nullable(),
  classNames: z.array(z.string().max(200)).max(255),
}) satisfies z.ZodType<ImportOrigin>

const isAnswered: Readonly<Record<Question, (answers: ImportAnswers) => boolean>> = {
  activation: ({ activation }) => activation !== undefined,
  output: ({ output }) => output !== undefined,
  pixels: ({ pixels }) => pixels !== undefined,
  orientation: ({ isTurned }) => isTurned !== undefined,
}

/** The answer to each open question that `settleNetwork` takes, and which of them nobody gave. */
export function answersInForce(
  network: FoundNetwork,
  given: ImportAnswers,
): Pick<ImportOrigin, 'answers' | 'assumed'> {
  const open = openQuestions(network)
  const taken: Readonly<Record<Question, ImportAnswers>> = {
    activation: { activation: given.activation ?? [ASSUMED.activation] },
    output: { output: given.output ?? ASSUMED.output },
    pixels: { pixels: given.pixels ?? ASSUMED.pixels },
    orientation: { isTurned: given.isTurned ?? false },
  }
  return {
    answers: Object.assign({}, ...open.map((question) => taken[question])) as ImportAnswers,
    assumed: open.filter((question) => !isAnswered[question](given)),
  }
}
