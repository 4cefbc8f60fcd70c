import type { JudgedQuestion, Judgement } from '#core/importing/judge-answers.ts'
import {
  HIDDEN_CANDIDATES,
  type ImportAnswers,
  OUTPUT_CANDIDATES,
  PIXEL_SCALES,
  type Question,
} from '#core/importing/settle-network.ts'
import { ACTIVATION_CHOICES, labelOf } from '../recipe/recipe-choices.ts'

/** An answer that a person can choose. */
export interface AnswerChoice {
  /** Stable, as the core names it. */
  readonly value: string
  readonly label: string
  readonly answer: ImportAnswers
}

/** What a question is called, and its answers with how many images each reads right. */
export interface AskedQuestion {
  readonly question: Question
  readonly label: string
  readonly choices: readonly (AnswerChoice & { readonly accuracy: number | null })[]
}

const LABELS: Readonly<Record<Question, string>> = {
  activation: 'Activation of the hidden layers',
  output: 'What the outputs mean',
  pixels: 'How pixels become inputs',
  orientation: 'Square matrices',
}

const OUTPUT_LABELS: Readonly<Record<string, string>> = {
  softmax: 'Softmax: probabilities of the classes',
  sigmoid: 'Sigmoid: one yes or no for each class',
  identity: 'Plain sums (logits)',
}

const PIXEL_LABELS: Readonly<Record<string, string>> = {
  '0..1': '0 to 1 (p/255)',
  '-1..1': '−1 to 1',
  '0.1307,0.3081': "MNIST's mean 0.1307 and deviation 0.3081",
  '0..255': '0 to 255, as they are',
}

const CHOICES: Readonly<Record<Question, readonly AnswerChoice[]>> = {
  activation: HIDDEN_CANDIDATES.map((name) => ({
    value: name,
    label: labelOf(ACTIVATION_CHOICES, name),
    answer: { activation: [{ name }] },
  })),
  output: OUTPUT_CANDIDATES.map((name) => ({
    value: name,
    label: OUTPUT_LABELS[name] ?? name,
    answer: { output: { name } },
  })),
  pixels: PIXEL_SCALES.map(({ name, pixels }) => ({
    value: name,
    label: PIXEL_LABELS[name] ?? name,
    answer: { pixels },
  })),
  orientation: [
    { value: 'as it is', label: 'As they are: outputs × inputs', answer: { isTurned: false } },
    { value: 'turned', label: 'Turned: inputs × outputs', answer: { isTurned: true } },
  ],
}

/** The open questions with their answers, the best read first known of each once images were read. */
export function askQuestions(questions: readonly Question[], judgement: Judgement | null): AskedQuestion[] {
  return questions.map((question) => {
    const judged = question === 'output' ? undefined : judgement?.questions[question satisfies JudgedQuestion]
    return {
      question,
      label: LABELS[question],
      choices: CHOICES[question].map((choice) => ({
        ...choice,
        accuracy: judged?.find(({ name }) => name === choice.value)?.accuracy ?? null,
      })),
    }
  })
}

/** For each question the answer that reads most images right, the first of them; where nothing was read, none but the usual. */
export function bestChoices(asked: readonly AskedQuestion[]): Partial<Record<Question, string>> {
  const usual: Partial<Record<Question, string>> = { output: 'softmax' }
  const best = asked.flatMap(({ question, choices }) => {
    const known = choices.filter(({ accuracy }) => accuracy !== null)
    if (known.length === 0) return []
    const highest = known.reduce((first, choice) => (choice.accuracy! > first.accuracy! ? choice : first))
    return [[question, highest.value] as const]
  })
  return { ...usual, ...Object.fromEntries(best) }
}

/** The answers that were chosen, as the import takes them; null while a question has none. */
export function collectAnswers(
  asked: readonly AskedQuestion[],
  chosen: Partial<Readonly<Record<Question, string>>>,
): ImportAnswers | null {
  const answers = asked.map(
    ({ question, choices }) => choices.find(({ value }) => value === chosen[question])?.answer,
  )
  if (answers.includes(undefined)) return null
  return Object.assign({}, ...answers) as ImportAnswers
}
