import type { ActivationName } from '#core/activations/names.ts'
import { SETTING_DEFAULTS, type SettingName, settingOf } from '#core/activations/settings.ts'
import { isSameAnswer, type JudgedQuestion, type Judgement } from '#core/importing/judge-answers.ts'
import {
  HIDDEN_CANDIDATES,
  type ImportAnswers,
  OUTPUT_CANDIDATES,
  PIXEL_SCALES,
  type Question,
} from '#core/importing/settle-network.ts'
import { activationFields } from '#core/recipe/layer-activation.ts'
import { ACTIVATION_CHOICES, labelOf } from '../recipe/recipe-choices.ts'

/** A number that an answer needs beside its name. */
export interface AnswerNumber {
  readonly name: NumberName
  readonly label: string
  /** What is taken where nobody typed another. */
  readonly usual: number
  readonly step: number
  /** What is wrong with a number; null where it can be taken. */
  readonly findProblem: (value: number) => string | null
}

export type NumberName = SettingName | 'mean' | 'deviation'

/** What a person chose: of each question the value of an answer, and numbers that were typed; null for a field left empty. */
export interface ChosenAnswers {
  readonly values: Partial<Readonly<Record<Question, string>>>
  readonly numbers: Partial<Readonly<Record<NumberName, number | null>>>
  /** The activation of each hidden layer, for where they differ. */
  readonly layers?: readonly ActivationName[] | undefined
}

/** An answer that a person can choose. */
export interface AnswerChoice {
  /** Stable, as the core names it. */
  readonly value: string
  readonly label: string
  readonly numbers: readonly AnswerNumber[]
  /**
   * @param numbers those of its numbers that are not the usual ones
   * @param layers the activation of each hidden layer, for where they differ
   */
  readonly answer: (
    numbers: Partial<Record<NumberName, number>>,
    layers?: readonly ActivationName[],
  ) => ImportAnswers
}

/** What a question is called, and its answers. */
export interface AskedQuestion {
  readonly question: Question
  readonly label: string
  readonly choices: readonly AnswerChoice[]
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
  '0..255': '0 to 255, as they are',
}

const SETTING_LABELS: Readonly<Record<SettingName, string>> = { slope: 'Slope below 0', alpha: 'α' }

function settingNumber(name: SettingName): AnswerNumber {
  return {
    name,
    label: SETTING_LABELS[name],
    usual: SETTING_DEFAULTS[name],
    step: name === 'slope' ? 0.01 : 0.1,
    findProblem: (value) => activationFields[name].safeParse(value).error?.issues[0]?.message ?? null,
  }
}

/** Of p/255, as PyTorch's users write it in `transforms.Normalize`; the usual ones are those of MNIST. */
const MEAN: AnswerNumber = {
  ...{ name: 'mean', label: 'Mean', usual: 0.1307, step: 0.01 },
  findProblem: () => null,
}
const DEVIATION: AnswerNumber = {
  ...{ name: 'deviation', label: 'Deviation', usual: 0.3081, step: 0.01 },
  findProblem: (value) => (value === 0 ? 'Deviation: expected a number that is not 0' : null),
}
const MEAN_AND_DEVIATION: AnswerChoice = {
  value: '0.1307,0.3081',
  label: 'By mean and deviation of p/255',
  numbers: [MEAN, DEVIATION],
  answer: ({ mean = MEAN.usual, deviation = DEVIATION.usual }) => ({
    pixels: { shift: mean, scale: 1 / deviation },
  }),
}

const CHOICES: Readonly<Record<Question, readonly AnswerChoice[]>> = {
  activation: HIDDEN_CANDIDATES.map((name) => {
    const setting = settingOf(name)
    return {
      value: name,
      label: labelOf(ACTIVATION_CHOICES, name),
      numbers: setting === null ? [] : [settingNumber(setting)],
      answer: (numbers) => ({
        activation: [
          { name, ...(setting !== null && setting in numbers && { [setting]: numbers[setting] }) },
        ],
      }),
    }
  }),
  output: OUTPUT_CANDIDATES.map((name) => ({
    value: name,
    label: OUTPUT_LABELS[name] ?? name,
    numbers: [],
    answer: () => ({ output: { name } }),
  })),
  pixels: PIXEL_SCALES.map(({ name, pixels }) =>
    name === MEAN_AND_DEVIATION.value
      ? MEAN_AND_DEVIATION
      : { value: name, label: PIXEL_LABELS[name] ?? name, numbers: [], answer: () => ({ pixels }) },
  ),
  orientation: [
    {
      value: 'as it is',
      label: 'As they are: outputs × inputs',
      numbers: [],
      answer: () => ({ isTurned: false }),
    },
    { value: 'turned', label: 'Turned: inputs × outputs', numbers: [], answer: () => ({ isTurned: true }) },
  ],
}

/** The value of the answer that each hidden layer has an activation of its own. */
export const EACH_LAYER = 'each layer'

const EACH_LAYER_CHOICE: AnswerChoice = {
  value: EACH_LAYER,
  label: 'One for each layer',
  numbers: [],
  answer: (_, layers = []) => ({ activation: layers.map((name) => ({ name })) }),
}

/** What a hidden layer can have. */
export const LAYER_ITEMS = HIDDEN_CANDIDATES.map((name) => ({
  value: name,
  label: labelOf(ACTIVATION_CHOICES, name),
}))

/**
 * The open questions with their answers.
 *
 * @param openLayerCount of how many hidden layers the file does not say the activation
 */
export const askQuestions = (questions: readonly Question[], openLayerCount = 1): AskedQuestion[] =>
  questions.map((question) => ({
    question,
    label: LABELS[question],
    choices:
      question === 'activation' && openLayerCount > 1
        ? [...CHOICES.activation, EACH_LAYER_CHOICE]
        : CHOICES[question],
  }))

/** What is chosen before a person chose anything: what images spoke for, and that outputs are probabilities. */
export function choicesOf(asked: readonly AskedQuestion[], taken: ImportAnswers): ChosenAnswers {
  const values: Partial<Record<Question, string>> = {}
  for (const { question, choices } of asked) {
    const fitting = choices.find(({ answer }) => isSameAnswer({ ...taken, ...answer({}) }, taken))
    if (fitting !== undefined) values[question] = fitting.value
    else if (question === 'output') values[question] = 'softmax'
    else if (question === 'activation' && (taken.activation?.length ?? 0) > 1) values[question] = EACH_LAYER
  }
  const layers = values.activation === EACH_LAYER ? taken.activation?.map(({ name }) => name) : undefined
  return { values, numbers: {}, ...(layers !== undefined && { layers }) }
}

/** The answer that is chosen of a question, with its numbers; undefined while there is none. */
export const chosenOf = (
  { question, choices }: AskedQuestion,
  { values }: ChosenAnswers,
): AnswerChoice | undefined => choices.find(({ value }) => value === values[question])

/** What is wrong with a number as it is chosen; null where it can be taken. */
export function problemOf(
  { name, label, usual, findProblem }: AnswerNumber,
  chosen: ChosenAnswers,
): string | null {
  const value = chosen.numbers[name] === undefined ? usual : chosen.numbers[name]
  return value === null ? `${label}: expected a number` : findProblem(value)
}

/** The answers that are chosen, as the import takes them; null while a question has none, or a number is missing or wrong. */
export function collectAnswers(asked: readonly AskedQuestion[], chosen: ChosenAnswers): ImportAnswers | null {
  const choices = asked.map((question) => chosenOf(question, chosen))
  const isWhole = choices.every(
    (choice) => choice?.numbers.every((number) => problemOf(number, chosen) === null) === true,
  )
  if (!isWhole) return null
  return Object.assign(
    {},
    ...choices.map((choice) => choice!.answer(typedNumbers(choice!, chosen), chosen.layers)),
  ) as ImportAnswers
}

function typedNumbers({ numbers }: AnswerChoice, chosen: ChosenAnswers): Partial<Record<NumberName, number>> {
  return Object.fromEntries(
    numbers.flatMap(({ name, usual }) => {
      const value = chosen.numbers[name]
      return value == null || value === usual ? [] : [[name, value]]
    }),
  )
}

/** The share of images that are read right with a choice in the place of the chosen one; null where that was not tried. */
export function accuracyOf(
  { question }: AskedQuestion,
  choice: AnswerChoice,
  chosen: ChosenAnswers,
  judgement: Judgement | null,
): number | null {
  if (judgement === null || question === 'output') return null
  const answer = choice.answer(typedNumbers(choice, chosen), chosen.layers)
  const judged = judgement.questions[question satisfies JudgedQuestion]
  return judged?.find((each) => isSameAnswer(each.answer, answer))?.accuracy ?? null
}

/** Whether a judgement tells what is chosen: whether it was made beside the same answers; what outputs mean changes none of it. */
export const isJudgementOf = ({ beside }: Judgement, answers: ImportAnswers): boolean =>
  isSameAnswer({ ...beside, output: undefined }, { ...answers, output: undefined })
