import path from 'node:path'
import type { FoundWeights } from '#backend/exchange/weight-imports.ts'
import type { Workbench } from '#backend/workbench.ts'
import { parseActivations, parseOutput, parsePixels } from '#core/importing/answer-words.ts'
import type { JudgedAnswer, JudgedQuestion, Judgement } from '#core/importing/judge-answers.ts'
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
): Promise<(Judgement & { title: string }) | null> {
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
    ...(await workbench.weights.judge(found, { dataSet: info.name, answers }, work)),
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

const OPTION_OF_QUESTION: Readonly<Record<JudgedQuestion, string>> = {
  activation: '--activation',
  pixels: '--pixels',
  orientation: '--turned',
}

/** Points of accuracy by which another scale of pixels must be better before p/255 is not taken. */
const CLEAR_DIFFERENCE = 0.02

/** @throws UsageError where the file leaves open what decides its answers, with what each choice would read right */
function refuseOpen(
  { fileName, network }: FoundWeights,
  given: ImportAnswers,
  judgement: (Judgement & { title: string }) | null,
): void {
  const isActivationOpen = openQuestions(network).includes('activation') && given.activation === undefined
  const pixels = judgement?.questions.pixels
  const isScaleDoubtful =
    !isActivationOpen &&
    pixels !== undefined &&
    Math.max(...pixels.map(({ accuracy }) => accuracy)) - accuracyOf(pixels, '0..1') > CLEAR_DIFFERENCE
  if (!isActivationOpen && !isScaleDoubtful) return
  const question = isActivationOpen ? 'activation' : 'pixels'
  const words = isActivationOpen
    ? 'the activation of its hidden layers'
    : 'how pixels become inputs, and p/255 is not what it reads best'
  throw new UsageError(
    `${fileName}: the file does not say ${words}; name it with ${OPTION_OF_QUESTION[question]}${describeCandidates(question, judgement)}`,
  )
}

const accuracyOf = (answers: readonly JudgedAnswer[], name: string): number =>
  answers.find((answer) => answer.name === name)?.accuracy ?? 0

function describeCandidates(
  question: JudgedQuestion,
  judgement: (Judgement & { title: string }) | null,
): string {
  if (judgement === null) return ': relu, sigmoid, tanh and others; --data SET shows what each reads right'
  const candidates = [...(judgement.questions[question] ?? [])].sort((a, b) => b.accuracy - a.accuracy)
  const shares = candidates.map(({ name, accuracy }) => `${name} ${percent(accuracy)}`).join(', ')
  const others = (['pixels', 'orientation'] as const)
    .filter((other) => other !== question && judgement.questions[other] !== undefined)
    .map((other) => {
      const best = [...judgement.questions[other]!].sort((a, b) => b.accuracy - a.accuracy)[0]!
      return `${OPTION_OF_QUESTION[other]} ${best.name}`
    })
  const beside = others.length === 0 ? '' : `, with ${others.join(' and ')}`
  return `. Of ${judgement.imageCount} images of ${judgement.title} it reads right: ${shares}${beside}`
}

/** What was taken where neither the file nor a person said it. */
function describeAssumptions(
  { network }: FoundWeights,
  given: ImportAnswers,
  judgement: (Judgement & { title: string }) | null,
): string[] {
  const open = openQuestions(network)
  const notes: string[] = []
  if (open.includes('output') && given.output === undefined) {
    notes.push('The outputs are taken as softmax; --output names another meaning. The answers are the same')
  }
  if (open.includes('pixels') && given.pixels === undefined) {
    const accuracy = judgement?.questions.pixels && accuracyOf(judgement.questions.pixels, '0..1')
    const evidence =
      accuracy === undefined
        ? ''
        : `, and ${percent(accuracy)} of ${judgement!.imageCount} images of ${judgement!.title} are read right so`
    notes.push(`Inputs are taken as p/255${evidence}; --pixels names another scale`)
  }
  if (open.includes('orientation') && given.isTurned === undefined) {
    notes.push(
      'Nothing says which way its square matrices lie; they are taken as (out, in), --turned turns them',
    )
  }
  return notes
}
