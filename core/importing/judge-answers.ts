import { plainActivation } from '../activations/settings.ts'
import { type LabelledImages, sliceImages } from '../data/data-set.ts'
import { evaluateNetwork } from '../evaluation/evaluate.ts'
import type { FoundLayer, FoundNetwork } from '../formats/found-network.ts'
import { formatActivation } from '../recipe/activation-text.ts'
import { formatPixels } from './answer-words.ts'
import { countMixes, mixActivations, openLayers } from './mix-activations.ts'
import {
  ASSUMED,
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
  /** Share of the images, with the answers beside it that the judgement names. */
  readonly accuracy: number
}

/** Questions whose answers change which class is the largest; what outputs mean does not. */
export type JudgedQuestion = Exclude<Question, 'output'>

/** What images say of each open question. */
export interface Judgement {
  readonly questions: Partial<Readonly<Record<JudgedQuestion, readonly JudgedAnswer[]>>>
  /** An answer to each of these questions, beside which every other answer was judged; it is judged itself. */
  readonly beside: ImportAnswers
  /** Images that were read. */
  readonly imageCount: number
}

export interface JudgeOptions {
  /** Answers that a person gave, which are not judged. */
  readonly given?: ImportAnswers
  /** Answers beside which each other one is judged; without them those that serve best are looked for. */
  readonly beside?: ImportAnswers | undefined
  /** Is given the share done after each network. */
  readonly onProgress?: (share: number) => void
}

/** Images that every answer is judged on. */
const JUDGED_IMAGES = 500
/** Images on which all combinations of answers are compared first, at the least. */
const SCREENED_IMAGES = 50
/** Multiplications that the comparison of combinations may take, about a second. */
const SCREENING_BUDGET = 1e9
/** Those that the search for another activation in each layer may take at the most, else it is left out. */
const MIXING_BUDGET = 4e9
/** The share of images by which an unusual answer must read more of them right than the usual one: less may be chance. */
export const CLEAR_DIFFERENCE = 0.02

type Candidate = Pick<JudgedAnswer, 'name' | 'answer'>

/**
 * Reads images with each answer to each open question, beside answers to the others that are told with the result: those that
 * were asked for, or those that serve best of all combinations, of which the usual ones are taken while others are not clearly better.
 * One activation is tried for all hidden layers, then others from layer to layer, which are taken where they are clearly better.
 */
export function judgeAnswers(
  found: FoundNetwork,
  images: LabelledImages,
  { given = {}, beside: asked, onProgress }: JudgeOptions = {},
): Judgement {
  const shown = sliceImages(images, 0, Math.min(JUDGED_IMAGES, images.count))
  const open = candidatesOf(found, given, asked)
  const combinations = asked === undefined ? combine(open.map(({ candidates }) => candidates)) : []
  const mixes = asked === undefined ? affordableMixes(found, open) : 0
  const rounds =
    combinations.length + mixes + open.reduce((sum, { candidates }) => sum + candidates.length, 0)
  let done = 0
  const accuracyOf = (answer: ImportAnswers, seen: LabelledImages): number => {
    const { recipe, parameters } = settleNetwork(found, { ...given, ...answer })
    const { correct, total } = evaluateNetwork(recipe, parameters, seen)
    onProgress?.(Math.min(++done / rounds, 1))
    return correct / total
  }
  const screen = (networks: number) => {
    const screened = sliceImages(shown, 0, screenedCount(found, networks, shown.count))
    return (answer: ImportAnswers): number => accuracyOf(answer, screened)
  }
  let beside = asked ?? bestOf(combinations, screen(combinations.length))
  if (mixes > 0) {
    const mixed = mixActivations(found, beside, screen(mixes), CLEAR_DIFFERENCE)
    if (accuracyOf(mixed, shown) >= accuracyOf(beside, shown) + CLEAR_DIFFERENCE) beside = mixed
  }
  const judged = candidatesOf(found, given, beside).map(({ question, candidates }) => {
    const answers = candidates.map((candidate): JudgedAnswer => ({
      ...candidate,
      accuracy: accuracyOf({ ...beside, ...candidate.answer }, shown),
    }))
    return [question, answers] as const
  })
  return { questions: Object.fromEntries(judged), beside, imageCount: shown.count }
}

/** Of each question that is judged: the field of its answer, what is tried, and what any other answer is called. */
const JUDGED: Readonly<
  Record<
    JudgedQuestion,
    {
      readonly field: keyof ImportAnswers
      readonly candidates: readonly Candidate[]
      readonly nameOf: (answers: ImportAnswers) => string
    }
  >
> = {
  activation: {
    field: 'activation',
    candidates: HIDDEN_CANDIDATES.map((name) => ({ name, answer: { activation: [{ name }] } })),
    nameOf: ({ activation = [] }) => activation.map(formatActivation).join(),
  },
  pixels: {
    field: 'pixels',
    candidates: PIXEL_SCALES.map(({ name, pixels }) => ({ name, answer: { pixels } })),
    nameOf: ({ pixels }) => (pixels === undefined ? '' : formatPixels(pixels)),
  },
  orientation: {
    field: 'isTurned',
    candidates: [
      { name: 'as it is', answer: { isTurned: false } },
      { name: 'turned', answer: { isTurned: true } },
    ],
    nameOf: ({ isTurned }) => (isTurned === true ? 'turned' : 'as it is'),
  },
}

function candidatesOf(
  found: FoundNetwork,
  given: ImportAnswers,
  asked: ImportAnswers = {},
): { question: JudgedQuestion; candidates: readonly Candidate[] }[] {
  const open = openQuestions(found)
  return (['activation', 'pixels', 'orientation'] as const)
    .filter((question) => open.includes(question) && given[JUDGED[question].field] === undefined)
    .map((question) => {
      const { field, candidates, nameOf } = JUDGED[question]
      if (asked[field] === undefined) return { question, candidates }
      const own = { name: nameOf(asked), answer: { [field]: asked[field] } }
      const isTried = candidates.some(({ answer }) => isSameAnswer(answer, own.answer))
      return { question, candidates: isTried ? candidates : [...candidates, own] }
    })
}

/** The share of images that are read right with the answers beside which the others were judged; null where none was. */
export function reachedBy({ questions, beside }: Pick<Judgement, 'questions' | 'beside'>): number | null {
  const [answers] = Object.values(questions)
  return answers?.find(({ answer }) => isSameAnswer({ ...beside, ...answer }, beside))?.accuracy ?? null
}

/** By how much a share of images read right must be above that of guessing. */
const MORE_THAN_CHANCE = 0.1

/** Whether a network reads hardly more images right than a guess would: its file may be of an untrained one, or of other images. */
export function isHardlyMoreThanGuessing(
  { layers }: { readonly layers: readonly Pick<FoundLayer, 'outFeatures'>[] },
  accuracy: number,
): boolean {
  return accuracy < 1 / layers.at(-1)!.outFeatures + MORE_THAN_CHANCE
}

/** Whether two answers say the same, field for field. */
export function isSameAnswer(one: ImportAnswers, other: ImportAnswers): boolean {
  return describeAnswer(one) === describeAnswer(other)
}

const describeAnswer = ({ activation, output, pixels, isTurned }: ImportAnswers): string =>
  JSON.stringify([
    activation?.map((each) => formatActivation(plainActivation(each))),
    output && formatActivation(plainActivation(output)),
    pixels && [pixels.shift, pixels.scale],
    isTurned,
  ])

/** Each combination of one candidate of each list, as one set of answers. */
function combine(lists: readonly (readonly Candidate[])[]): ImportAnswers[] {
  return lists.reduce<ImportAnswers[]>(
    (sets, candidates) => sets.flatMap((set) => candidates.map(({ answer }) => ({ ...set, ...answer }))),
    [{}],
  )
}

/** How many networks with another activation in each layer are tried: none where all layers have one answer, or it takes too long. */
function affordableMixes(
  found: FoundNetwork,
  open: readonly { readonly question: JudgedQuestion }[],
): number {
  if (openLayers(found).length < 2 || !open.some(({ question }) => question === 'activation')) return 0
  const mixes = countMixes(found)
  return parameterCount(found) * mixes * SCREENED_IMAGES > MIXING_BUDGET ? 0 : mixes
}

const parameterCount = ({ layers }: FoundNetwork): number =>
  layers.reduce((sum, { weights }) => sum + weights.length, 0)

function screenedCount(found: FoundNetwork, networks: number, most: number): number {
  const affordable = Math.floor(SCREENING_BUDGET / (parameterCount(found) * networks))
  return Math.min(most, Math.max(SCREENED_IMAGES, affordable))
}

/**
 * Of the combinations that none is clearly better than, the most usual one in pixels and orientation; of several those the one with
 * the usual activation, or else that with the highest accuracy. Leaky ReLU, GELU and others read as many images of a network with ReLU
 * right as ReLU does, more or fewer by chance.
 */
function bestOf(
  combinations: readonly ImportAnswers[],
  accuracyOf: (answer: ImportAnswers) => number,
): ImportAnswers {
  if (combinations.length === 1) return combinations[0]!
  const tried = combinations.map((answer) => ({ answer, accuracy: accuracyOf(answer) }))
  const highest = Math.max(...tried.map(({ accuracy }) => accuracy))
  const [best] = tried
    .filter(({ accuracy }) => accuracy >= highest - CLEAR_DIFFERENCE)
    .sort(
      (one, other) =>
        countUnusual(one.answer) - countUnusual(other.answer) ||
        Number(!hasUsualActivation(one.answer)) - Number(!hasUsualActivation(other.answer)) ||
        other.accuracy - one.accuracy,
    )
  return best!.answer
}

const countUnusual = ({ pixels, isTurned }: ImportAnswers): number =>
  Number(pixels !== undefined && !isSameAnswer({ pixels }, { pixels: ASSUMED.pixels })) +
  Number(isTurned === true)

const hasUsualActivation = ({ activation }: ImportAnswers): boolean =>
  activation === undefined || isSameAnswer({ activation }, { activation: [ASSUMED.activation] })
