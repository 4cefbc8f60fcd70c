import { answersInForce, type ImportOrigin, type JudgedOn } from '#core/importing/import-origin.ts'
import type { FoundNetwork } from '#core/formats/found-network.ts'
import type { Judgement } from '#core/importing/judge-answers.ts'
import { READABLE_FORMATS } from '#core/formats/registry.ts'
import { type ImportAnswers, openQuestions, settleNetwork } from '#core/importing/settle-network.ts'
import { type OpenWeights, type RunSummary, WorkbenchError } from '#contract/types.ts'
import type { LongWork } from '#contract/define-calls.ts'
import { type DataLibrary, refuseUnready } from '../data/data-library.ts'
import type { NewRun } from '../store/new-run-rows.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import { baseName, checkFound, nameOfFile, refuseOpen } from './network-files.ts'

/** A file with weights that was read: what it says, and what it leaves open. */
export interface FoundWeights {
  readonly fileName: string
  /** The name of its format. */
  readonly format: string
  readonly network: FoundNetwork
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string
}

/** What a person says of a network, and which images helped to find it. */
export interface Adoption {
  readonly answers?: ImportAnswers | undefined
  readonly judgedOn?: JudgedOn | undefined
}

/** On which images answers are judged, and which of them are settled. */
export interface JudgedImport {
  readonly dataSet: string
  /** Answers that are not judged. */
  readonly given?: ImportAnswers
  /** Answers beside which each other one is judged; without them those that serve best are looked for. */
  readonly beside?: ImportAnswers | undefined
}

export interface WeightImportsOptions {
  readonly registry: { create(run: NewRun): RunSummary }
  readonly library: Pick<DataLibrary, 'describe'>
  readonly threads: Pick<ThreadPool, 'runAlone'>
}

/** Milliseconds after which the reading of a file is given up: the largest takes some seconds. */
const LONGEST_READING_MS = 60_000

/** Reads files with weights in a thread of their own, and makes runs of them. */
export class WeightImports {
  readonly #options: WeightImportsOptions

  constructor(options: WeightImportsOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `invalid` naming the file, what was expected and what came */
  async find(fileName: string, bytes: Uint8Array): Promise<FoundWeights> {
    const found = await this.#options.threads.runAlone<'findNetwork'>(
      { type: 'findNetwork', fileName, bytes },
      { signal: AbortSignal.timeout(LONGEST_READING_MS), onUpdate: () => undefined },
    )
    if ('problem' in found && found.problem !== undefined) {
      throw new WorkbenchError('invalid', `${fileName}: ${found.problem}`)
    }
    const weights = { fileName, ...(found as Omit<FoundWeights, 'fileName'>) }
    checkFound(fileName, weights.network)
    return weights
  }

  /**
   * How many test images the network reads right with each answer to what its file leaves open, see `judgeAnswers`.
   * @throws WorkbenchError `not-found`, `data`, or `invalid` where the data set's images are no inputs of the network
   */
  async judge(
    { fileName, network }: FoundWeights,
    { dataSet, given = {}, beside }: JudgedImport,
    { signal, report }: LongWork<number>,
  ): Promise<Judgement> {
    const info = await this.#options.library.describe(dataSet)
    refuseUnready(info)
    const inputs = network.layers[0]!.inFeatures
    if (info.rows * info.columns !== inputs) {
      throw new WorkbenchError(
        'invalid',
        `${fileName}: expected images of ${inputs} pixels, got ${info.rows} × ${info.columns} of '${info.title}'`,
      )
    }
    return this.#options.threads.runAlone<'judgeAnswers'>(
      { type: 'judgeAnswers', network, given, beside, dataSet },
      { signal, onUpdate: report },
    )
  }

  /** Reads a file and makes a run of it, see `find` and `adopt`. @throws WorkbenchError `invalid` */
  async importFile({
    fileName,
    bytes,
    ...adoption
  }: Adoption & { readonly fileName: string; readonly bytes: Uint8Array }): Promise<RunSummary> {
    return this.adopt(await this.find(fileName, bytes), adoption)
  }

  /**
   * Makes a run with status `imported` of a network and the answers to what its file leaves open. What outputs mean and how pixels
   * become inputs are taken as probabilities and p/255 where nobody says it. What was said and taken stays with the run.
   * @throws WorkbenchError `invalid` where the activation of hidden layers is open
   */
  adopt(
    { fileName, format, network, sha256 }: FoundWeights,
    { answers = {}, judgedOn }: Adoption = {},
  ): RunSummary {
    refuseOpen(fileName, network, answers)
    const settled = settleNetwork(network, answers)
    const origin: ImportOrigin = {
      fileName: baseName(fileName),
      ...{ sha256, format },
      writtenBy: network.writtenBy ?? null,
      ...answersInForce(network, answers),
      judgedOn: judgedOn ?? null,
      classNames: network.classNames ?? [],
    }
    return this.#options.registry.create({
      name: nameOfFile(fileName),
      status: 'imported',
      origin,
      ...settled,
    })
  }
}

/** What a person must know of weights to answer what their file leaves open. */
export function describeOpen({ format, network }: FoundWeights): OpenWeights {
  const { layers, numberTypes, notes } = network
  return {
    title: READABLE_FORMATS.find(({ name }) => name === format)?.title ?? format,
    layers: layers.map(({ name, inFeatures, outFeatures, activation }) => ({
      name,
      inFeatures,
      outFeatures,
      activation,
    })),
    numberTypes,
    notes,
    questions: openQuestions(network),
  }
}
