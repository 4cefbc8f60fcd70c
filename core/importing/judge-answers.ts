import { type LabelledImages, sliceImages } from '../data/data-set.ts'
import { evaluateNetwork } from '../evaluation/evaluate.ts'
import type { FoundActivation, FoundNetwork, PixelScale } from '../formats/found-network.ts'
import {
  HIDDEN_CANDIDATES,
  type ImportAnswers,
  openQuestions,
  PIXEL_SCALES,
  type Question,
  settleNetwork,
} from './settle-network.ts'

/** An answer to one question, and how many images the network then reads right. */
export interface JudgedAnswer {
  /** As it is chosen: `relu`, `0..1`, `as it is` or `turned`. */
  readonly name: string
  readonly answer: ImportAnswers
  /** Share of the images, with the best answers to the other questions. */
  readonly accuracy: number
}

/** Questions whose answers change which class is the largest; what outputs mean does not. */
export type JudgedQuestion = Exclude<Question, 'output'>

/** What images say of each open question. */
export interface Judgement {
  readonly questions: Partial<Readonly<Record<JudgedQuestion, readonly JudgedAnswer[]>>>
  /** The answers that read most images right. */
  readonly best: ImportAnswers
  /** Images that were read. */
  readonly imageCount: number
}

/** Images that every answer is judged on. */
const JUDGED_IMAGES = 500
/** Images on which all combinations of answers are compared first, at the least. */
const SCREENED_IMAGES = 50
/** Multiplications that the comparison of combinations may take, about a second. */
const SCREENING_BUDGET = 1e9

type Candidate = Pick<JudgedAnswer, 'name' | 'answer'>

/**
 * Reads images with each answer to each open question. First all combinations on some images, so that an answer is judged
 * beside the best of the others, then each answer on all of them.
 * @param given answers that a person gave, which are not judged
 * @param onProgress is given the share done after each network
 */
export function judgeAnswers(
  found: FoundNetwork,
  images: LabelledImages,
  given: ImportAnswers = {},
  onProgress?: (share: number) => void,
): Judgement {
  const shown = sliceImages(images, 0, Math.min(JUDGED_IMAGES, images.count))
  const questions = candidatesOf(found, given)
  const combinations = combine(questions.map(({ candidates }) => candidates))
  const rounds = combinations.length + questions.reduce((sum, { candidates }) => sum + candidates.length, 0)
  let done = 0
  const accuracyOf = (answer: ImportAnswers, seen: LabelledImages): number => {
    const { recipe, parameters } = settleNetwork(found, { ...given, ...answer })
    const { correct, total } = evaluateNetwork(recipe, parameters, seen)
    onProgress?.(++done / rounds)
    return correct / total
  }
  const screened = sliceImages(shown, 0, screenedCount(found, combinations.length, shown.count))
  const best = bestOf(combinations, (answer) => accuracyOf(answer, screened))
  const judged = questions.map(({ question, candidates }) => {
    const answers = candidates.map((candidate): JudgedAnswer => ({
      ...candidate,
      accuracy: accuracyOf({ ...best, ...candidate.answer }, shown),
    }))
    return [question, answers] as const
  })
  return { questions: Object.fromEntries(judged), best, imageCount: shown.count }
}

function candidatesOf(
  found: FoundNetwork,
  given: ImportAnswers,
): { question: JudgedQuestion; candidates: readonly Candidate[] }[] {
  const open = openQuestions(found)
  const all: Readonly<Record<JudgedQuestion, { isGiven: boolean; candidates: readonly Candidate[] }>> = {
    activation: {
      isGiven: given.activation !== undefined,
      candidates: HIDDEN_CANDIDATES.map((name) => ({
        name,
        answer: { activation: [{ name } satisfies FoundActivation] },
      })),
    },
    pixels: {
      isGiven: given.pixels !== undefined,
      candidates: PIXEL_SCALES.map(({ name, pixels }) => ({
        name,
        answer: { pixels: pixels satisfies PixelScale },
      })),
    },
    orientation: {
      isGiven: given.isTurned !== undefined,
      candidates: [
        { name: 'as it is', answer: { isTurned: false } },
        { name: 'turned', answer: { isTurned: true } },
      ],
    },
  }
  return (['activation', 'pixels', 'orientation'] as const)
    .filter((question) => open.includes(question) && !all[question].isGiven)
    .map((question) => ({ question, candidates: all[question].candidates }))
}

/** Each combination of one candidate of each list, as one set of answers. */
function combine(lists: readonly (readonly Candidate[])[]): ImportAnswers[] {
  return lists.reduce<ImportAnswers[]>(
    (sets, candidates) => sets.flatMap((set) => candidates.map(({ answer }) => ({ ...set, ...answer }))),
    [{}],
  )
}

function screenedCount({ layers }: FoundNetwork, combinations: number, most: number): number {
  const parameters = layers.reduce((sum, { weights }) => sum + weights.length, 0)
  const affordable = Math.floor(SCREENING_BUDGET / (parameters * combinations))
  return Math.min(most, Math.max(SCREENED_IMAGES, affordable))
}

/** The first of those with the highest accuracy. */
function bestOf(
  answers: readonly ImportAnswers[],
  accuracyOf: (answer: ImportAnswers) => number,
): ImportAnswers {
  let best: ImportAnswers = {}
  let highest = -1
  for (const answer of answers.length > 1 ? answers : []) {
    const accuracy = accuracyOf(answer)
    if (accuracy > highest) [best, highest] = [answer, accuracy]
  }
  return best
}
