import path from 'node:path'
import type { FoundWeights } from '#backend/exchange/weight-imports.ts'
import type { Workbench } from '#backend/workbench.ts'
import { parseActivations, parseOutput, parsePixels } from '#core/importing/answer-words.ts'
import {
  CLEAR_DIFFERENCE,
  isHardlyMoreThanGuessing,
  isSameAnswer,
  type JudgedAnswer,
  type JudgedQuestion,
  type Judgement,
  reachedBy,
} from '#core/importing/judge-answers.ts'
import { type ImportAnswers, openQuestions } from '#core/importing/settle-network.ts'
import { MOST_NETWORK_BYTES } from '#core/limits.ts'
import { layerSizes } from '#core/network/parameters.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { UsageError } from '../common/errors.ts'
import { percent } from '../common/format.ts'
import { Output } from '../common/output.ts'
import { dataSetNameOf, readInputFile } from '../common/read-input.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface ImportOptions extends StoreOptions {
  readonly json?: boolean
  readonly activation?: string
  readonly output?: string
  readonly pixels?: string
  readonly turned?: boolean
  readonly data?: string
}

/** Reads files with weights as runs that can be evaluated, asked and trained on. */
export async function importWeights(
  files: readonly string[],
  options: ImportOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const given = readAnswers(options)
  return withWorkbench(options, output, async (workbench) => {
    for (const file of files) await importOne(file, given, options, { workbench, output })
    return 0
  })
}

/** @throws UsageError naming the option */
function readAnswers({ activation, output, pixels, turned }: ImportOptions): ImportAnswers {
  try {
    return {
      ...(activation !== undefined && { activation: parseActivations(activation) }),
      ...(output !== undefined && { output: parseOutput(output) }),
      ...(pixels !== undefined && { pixels: parsePixels(pixels) }),
      ...(turned === true && { isTurned: true }),
    }
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(`--${error.message}`)
    throw error
  }
}

interface Session {
  readonly workbench: Workbench
  readonly output: Output
}

async function importOne(
  file: string,
  given: ImportAnswers,
  options: ImportOptions,
  session: Session,
): Promise<void> {
  const { workbench, output } = session
  const found = await workbench.weights.find(path.basename(file), readInputFile(file, MOST_NETWORK_BYTES))
  const judgement = await judge(found, given, options, session)
  refuseOpen(found, given, judgement)
  const judgedOn =
    judgement === null ? undefined : { dataSet: judgement.title, imageCount: judgement.imageCount }
  const run = workbench.weights.adopt(found, { answers: given, judgedOn })
  const sizes = layerSizes(run.recipe)
  const notes = [...found.network.notes, ...describeAssumptions(found, given, judgement)]
  output.result(
    {
      event: 'imported',
      runId: run.id,
      name: run.name,
      format: found.format,
      sizes,
      weightsSha256: run.weightsSha256,
      unknownFields: run.unknownFields,
      origin: run.origin,
      notes,
    },
    `Imported '${run.name}' (${sizes.join('-')}) as run ${run.id}`,
  )
  for (const note of notes) output.note(note)
  if (run.unknownFields.length > 0) {
    output.note(
      `What it was trained on and how is unknown; 'evaluate ${run.id} --data SET' measures it on a data set`,
    )
  }
}

/** Judges what the file leaves open on the data set that was named, else on the first one whose images fit; null without one. */
async function judge(
  found: FoundWeights,
  answers: ImportAnswers,
  { data }: ImportOptions,
  { workbench, output }: Session,
): Promise<NamedJudgement | null> {
  const open = openQuestions(found.network).filter((question) => question !== 'output')
  const isAnswered = { activation: answers.activation, pixels: answers.pixels, orientation: answers.isTurned }
  if (open.every((question) => isAnswered[question] !== undefined)) return null
  const info =
    data === undefined
      ? await findFittingData(workbench, found)
      : await workbench.describeDataSet(dataSetNameOf(data))
  if (info === undefined) return null
  output.note(`Trying what the file does not say on images of ${info.title}`)
  const work = { signal: new AbortController().signal, report: () => undefined }
  return {
    ...(await workbench.weights.judge(found, { dataSet: info.name, given: answers }, work)),
    title: info.title,
  }
}

async function findFittingData(
  workbench: Workbench,
  { network }: FoundWeights,
): Promise<{ name: string; title: string } | undefined> {
  const sets = await workbench.api.data.list()
  const fitting = sets.filter(
    ({ state, rows, columns }) => state === 'ready' && rows * columns === network.layers[0]!.inFeatures,
  )
  return fitting.find(({ name }) => name === 'mnist') ?? fitting[0]
}

/** An answer as it is typed; square matrices as they are need no option. */
const OPTION_OF_QUESTION: Readonly<Record<JudgedQuestion, (name: string) => string>> = {
  activation: (name) => `--activation ${name}`,
  pixels: (name) => `--pixels ${name}`,
  orientation: (name) => (name === 'turned' ? '--turned' : ''),
}

/** What is not taken without a word where images show another answer to be clearly better, and what is taken else. */
const USUAL: Readonly<Partial<Record<JudgedQuestion, string>>> = { pixels: '0..1', orientation: 'as it is' }

const WORDS: Readonly<Record<JudgedQuestion, string>> = {
  activation: 'the activation of its hidden layers',
  pixels: 'how pixels become inputs, and p/255 is not what it reads best',
  orientation: 'which way its square matrices lie, and (out, in) is not what it reads best',
}

type NamedJudgement = Judgement & { readonly title: string }

/** @throws UsageError where the file leaves open what decides its answers, with what each choice would read right */
function refuseOpen(
  { fileName, network }: FoundWeights,
  given: ImportAnswers,
  judgement: NamedJudgement | null,
): void {
  const isActivationOpen = openQuestions(network).includes('activation') && given.activation === undefined
  const doubtful = (Object.keys(USUAL) as JudgedQuestion[]).filter((question) =>
    isDoubtful(judgement?.questions[question], USUAL[question]!),
  )
  const [question] = [...(isActivationOpen ? ['activation' as const] : []), ...doubtful]
  if (question === undefined) return
  throw new UsageError(
    `${fileName}: the file does not say ${WORDS[question]}; ${describeTried(question, judgement)}`,
  )
}

/** Whether some answer reads clearly more images right than the usual one. */
function isDoubtful(answers: readonly JudgedAnswer[] = [], usual: string): boolean {
  const highest = Math.max(...answers.map(({ accuracy }) => accuracy))
  return highest - accuracyOf(answers, usual) > CLEAR_DIFFERENCE
}

const accuracyOf = (answers: readonly JudgedAnswer[], name: string): number =>
  answers.find((answer) => answer.name === name)?.accuracy ?? 0

const byAccuracy = (answers: readonly JudgedAnswer[]): JudgedAnswer[] =>
  [...answers].sort((one, other) => other.accuracy - one.accuracy)

/**
 * The options to type, as they were tried together and with what they reach, and what another answer to a question would reach in
 * the place of theirs.
 */
function describeTried(question: JudgedQuestion, judgement: NamedJudgement | null): string {
  if (judgement === null) {
    return 'name it with --activation: relu, sigmoid, tanh and others; --data SET shows what each reads right'
  }
  const judged = (Object.entries(judgement.questions) as [JudgedQuestion, readonly JudgedAnswer[]][]).map(
    ([asked, answers]) => ({ asked, answers: byAccuracy(answers) }),
  )
  const asked = judged.find((each) => each.asked === question)!.answers
  // What serves best was found on fewer images at times; all of these were read with it.
  const best = asked[0]!
  const taken = judged.map((each) => ({
    ...each,
    name: each.asked === question ? best.name : besideName(each.answers, judgement.beside),
  }))
  const options = taken.map((each) => OPTION_OF_QUESTION[each.asked](each.name)).filter((text) => text !== '')
  const others = asked
    .filter(({ name }) => name !== best.name)
    .map(({ name, accuracy }) => `${name} ${percent(accuracy)}`)
  return `of ${judgement.imageCount} images of ${judgement.title}, ${options.join(' ')} reads ${percent(best.accuracy)} right, and in the place of ${best.name}: ${others.join(', ')}`
}

/** The answer to a question beside which the others were judged. */
const besideName = (answers: readonly JudgedAnswer[], beside: ImportAnswers): string =>
  answers.find(({ answer }) => isSameAnswer({ ...beside, ...answer }, beside))!.name

/** What was taken where neither the file nor a person said it. */
function describeAssumptions(
  { network }: FoundWeights,
  given: ImportAnswers,
  judgement: NamedJudgement | null,
): string[] {
  const open = openQuestions(network)
  const notes: string[] = []
  if (open.includes('output') && given.output === undefined) {
    notes.push('The outputs are taken as softmax; --output names another meaning. The answers are the same')
  }
  if (open.includes('pixels') && given.pixels === undefined) {
    notes.push(`Inputs are taken as p/255${evidenceOf('pixels', judgement)}; --pixels names another scale`)
  }
  const reached = judgement === null ? null : reachedBy(judgement)
  if (reached !== null && isHardlyMoreThanGuessing(network, reached)) {
    notes.push(
      `${percent(reached)} of ${judgement!.imageCount} images of ${judgement!.title} read right is hardly more than guessing: it may not be trained, or on other images`,
    )
  }
  if (open.includes('orientation') && given.isTurned === undefined) {
    const evidence = evidenceOf('orientation', judgement)
    notes.push(
      `Nothing says which way its square matrices lie; they are taken as (out, in)${evidence}; --turned turns them`,
    )
  }
  return notes
}

/** How many images the usual answer to a question reads right; empty where it was not tried. */
function evidenceOf(question: JudgedQuestion, judgement: NamedJudgement | null): string {
  const answers = judgement?.questions[question]
  if (answers === undefined) return ''
  const share = percent(accuracyOf(answers, USUAL[question]!))
  return `, and ${share} of ${judgement!.imageCount} images of ${judgement!.title} are read right so`
}
