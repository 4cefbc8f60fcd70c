import { findBeside } from '#core/evaluation/diagnosis/beside.ts'
import { diagnoseRun } from '#core/evaluation/diagnosis/diagnose-run.ts'
import type { PartResult } from '#core/evaluation/diagnosis/evidence.ts'
import { findCellAnswers, type ImageAnswer } from '#core/evaluation/cell-answers.ts'
import { confusionOf } from '#core/evaluation/confusion.ts'
import { meanInterval, wilsonInterval } from '#core/evaluation/intervals.ts'
import { findSlices, measureSlices } from '#core/evaluation/slices.ts'
import { measureBySource } from '#core/evaluation/by-source.ts'
import { pickAnswers } from '#core/evaluation/pick-answers.ts'
import { countCorrect } from '#core/evaluation/predict-all.ts'
import type { PartName } from '#core/data/data-set.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { startsFromWeights } from '#core/recipe/starting-weights.ts'
import { isFieldKnown, knownDataSet } from '#core/recipe/unknown-fields.ts'
import {
  type AnsweredImages,
  type AnswersBeside,
  type InspectedPart,
  type RankedAnswers,
  type RunDiagnosis,
  type RunGradientCheck,
  type RunInspection,
  type RunSummary,
  WorkbenchError,
} from '#contract/types.ts'
import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf } from '#contract/define-calls.ts'
import type { TaskResults } from '../../worker/task-messages.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { readAllEpochs } from '../store/read-epochs.ts'
import { RecentlyUsed } from '../recently-used.ts'
import { findChangedData } from '#core/runs/changed-data.ts'
import { findImages, type FoundImages } from './find-images.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

export interface InspectorOptions {
  readonly store: Pick<Store, 'runs' | 'checkpoints'>
  readonly library: DataLibrary
  readonly threads: ThreadPool
}

type Answers = TaskResults['inspect']

/** Pictures sent at once, at most. */
const MAX_PICTURES = 120
/** The most training images that a diagnosis looks at: enough to know the error to half a percent. */
const DIAGNOSIS_IMAGES = 10_000
/** Parts whose answers are kept, so that a click into the matrix does not ask the network again. */
const MAX_KEPT = 4

/** Inspects a run: its predictions for all images of a part, where they are wrong and why. */
export class Inspector {
  readonly #options: InspectorOptions
  /** By run, epoch, data set and part. */
  readonly #kept = new RecentlyUsed<Answers>(MAX_KEPT)

  constructor(options: InspectorOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async inspect({
    runId,
    epoch,
    dataSet,
    part,
  }: InputOf<typeof analysisCalls.inspect>): Promise<RunInspection> {
    const { run, epoch: known } = this.#find(runId, epoch)
    const found = await findImages(run, { dataSet, part }, this.#options.library)
    const answers = await this.#ask(run, known, found, part)
    const confusion = confusionOf(answers.predictions, answers.labels, found.info.classNames)
    return {
      epoch: known,
      part,
      images: { dataSet: found.images.dataSet, part, count: confusion.total },
      changedData: findChangedData(run, { dataSet: found.images.dataSet, sha256: answers.dataSha256 }),
      confusion,
      bySource: measureBySource(
        answers.predictions,
        answers.labels,
        answers.sources,
        found.info.sources ?? [],
      ),
      slices: measureSlices(answers.predictions, answers.labels, answers.shapes),
      accuracyInterval: wilsonInterval(confusion.correct, confusion.total),
      loss: meanInterval(answers.losses),
    }
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async takeCell({
    runId,
    epoch,
    dataSet,
    part,
    ...cell
  }: InputOf<typeof analysisCalls.getConfusedImages>): Promise<AnsweredImages> {
    const { run, epoch: known } = this.#find(runId, epoch)
    const found = await findImages(run, { dataSet, part }, this.#options.library)
    const answers = await this.#ask(run, known, found, part)
    const all = findCellAnswers(answers, answers.labels, cell, Infinity)
    return this.#picture(found.recipe, part, all.slice(0, MAX_PICTURES), all.length)
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async rankAnswers({
    runId,
    epoch,
    dataSet,
    part,
    slice,
    beside,
    ...wanted
  }: InputOf<typeof analysisCalls.rankAnswers>): Promise<RankedAnswers> {
    const { run, epoch: known } = this.#find(runId, epoch)
    const found = await findImages(run, { dataSet, part }, this.#options.library)
    const answers = await this.#ask(run, known, found, part)
    const indices = findSlices(answers.shapes).find(({ code }) => code === slice)?.indices
    const all = pickAnswers(answers, answers.labels, {
      ...wanted,
      indices: slice === undefined ? undefined : (indices ?? []),
    })
    const shown = all.slice(0, MAX_PICTURES)
    return {
      ...(await this.#picture(found.recipe, part, shown, all.length)),
      answers: shown,
      beside: beside === undefined ? null : await this.#askBeside(beside, found, part, all),
    }
  }

  /** What another run's network says of the same images, whatever it was trained on. */
  async #askBeside(
    runId: string,
    found: FoundImages,
    part: InspectedPart,
    all: readonly ImageAnswer[],
  ): Promise<AnswersBeside> {
    const { run, epoch } = this.#find(runId, undefined)
    await this.#options.library.checkImages(run.recipe, found.recipe.data.dataSet)
    const { normalization } = run.recipe.data
    const recipe = { ...run.recipe, data: { ...found.recipe.data, normalization } }
    const { trainSize, validationSize, testSize, isStratified } = recipe.data
    const images = JSON.stringify([trainSize, validationSize, testSize, isStratified])
    const { predictions } = await this.#ask(run, epoch, { ...found, recipe }, part, null, images)
    const wrong = all.filter(({ index, label }) => predictions[index] !== label)
    return {
      ...{ runId, epoch },
      predictions: all.slice(0, MAX_PICTURES).map(({ index }) => predictions[index]!),
      wrong: wrong.length,
      sameWrong: wrong.filter(({ index, predicted }) => predictions[index] === predicted).length,
    }
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async diagnose({ runId, epoch }: InputOf<typeof analysisCalls.diagnose>): Promise<RunDiagnosis> {
    const { run, epoch: known } = this.#find(runId, epoch)
    if (knownDataSet(run) === null) {
      throw new WorkbenchError(
        'invalid',
        `Run '${run.name}': expected to know the images that it learned from, to compare its errors on them with those on others; they are unknown`,
      )
    }
    const unseenPart = run.recipe.data.validationSize > 0 ? 'validation' : 'test'
    const { library, store } = this.#options
    const found = await findImages(run, { part: unseenPart }, library)
    const { recipe, info } = found
    const answers = await this.#ask(run, known, found, unseenPart)
    const unseen = resultOf(answers)
    const training = resultOf(await this.#ask(run, known, found, 'train', DIAGNOSIS_IMAGES))
    const isEarlier = known < (run.last?.epoch ?? known) && known !== store.checkpoints.defaultEpoch(run)
    const epochs = await readAllEpochs((page) => store.runs.reader.getEpochs(runId, page))
    const findings = diagnoseRun({
      recipe,
      reason: isEarlier ? null : run.reason,
      startsFromWeights: startsFromWeights(run) || !isFieldKnown(run, 'initializer'),
      epochs: epochs.filter(({ epoch: each }) => !isEarlier || each <= known),
      ...{ training, unseen },
      confusion: confusionOf(answers.predictions, answers.labels, info.classNames),
      data: await library.examine(recipe.data, recipe.data),
      fileCounts: { training: info.trainingCount, test: info.testCount },
      // The others' results are those of their best epochs, not of any earlier one.
      beside: isEarlier ? null : findBeside(run, store.runs.list()),
      isEarlier,
    })
    return {
      epoch: known,
      training,
      unseen,
      unseenPart,
      findings,
      classNames: info.classNames,
    }
  }

  /** @throws WorkbenchError `not-found`, `invalid` or `data` */
  async checkGradient({
    runId,
    epoch,
    dataSet,
    defect,
  }: InputOf<typeof analysisCalls.checkGradient>): Promise<RunGradientCheck> {
    const { run, epoch: known } = this.#find(runId, epoch)
    const { library, threads, store } = this.#options
    const { recipe, images } = await findImages(run, { dataSet }, library)
    const { parameters } = store.checkpoints.read(run, known)
    const check = await threads.runTask({ type: 'checkGradient', recipe, parameters, defect })
    return { ...check, epoch: known, dataSet: images.dataSet, defect: defect ?? null }
  }

  #find(runId: string, epoch: number | undefined): { run: RunSummary; epoch: number } {
    const { runs, checkpoints } = this.#options.store
    const run = runs.summarize(runId)
    return { run, epoch: epoch ?? checkpoints.defaultEpoch(run) }
  }

  #ask(
    run: RunSummary,
    epoch: number,
    { recipe, filesState }: FoundImages,
    part: PartName,
    limit: number | null = null,
    /** Tells images apart that another recipe than the run's own takes. */
    images = '',
  ): Promise<Answers> {
    const { threads, store } = this.#options
    return this.#kept.get(`${run.id} ${epoch} ${part} ${recipe.data.dataSet} ${images} ${filesState}`, () => {
      const { parameters } = store.checkpoints.read(run, epoch)
      return threads.runTask({ type: 'inspect', recipe, parameters, part, limit })
    })
  }

  async #picture(
    recipe: Recipe,
    part: InspectedPart,
    answers: readonly ImageAnswer[],
    total: number,
  ): Promise<AnsweredImages> {
    const indices = answers.map(({ index }) => index)
    const { rows, columns, images } = await this.#options.threads.runTask({
      ...{ type: 'pick', recipe, part, indices },
    })
    return { rows, columns, images, answers, total }
  }
}

function resultOf({ predictions, labels }: Answers): PartResult {
  return { correct: countCorrect(predictions, labels), total: labels.length }
}
