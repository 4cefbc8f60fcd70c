import { describeEpochChoice } from '#shared/words/epoch-words.ts'
import { confusionOf, worstConfusions } from '#core/evaluation/confusion.ts'
import { countCorrect } from '#core/evaluation/predict-all.ts'
import { meanInterval, wilsonInterval } from '#core/evaluation/intervals.ts'
import type { RunPredictions } from '#backend/analysis/evaluator.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { DataSetInfo, RunSummary } from '#contract/types.ts'
import { commonDataSet } from '#core/runs/measured-images.ts'
import { isFieldKnown, knownDataSet } from '#core/recipe/unknown-fields.ts'
import { describeChangedData } from '#shared/words/changed-data-words.ts'
import { describeMixedLosses } from '#shared/words/loss-words.ts'
import { describeUncommonData } from '#shared/words/image-words.ts'
import { UsageError } from '../common/errors.ts'
import { epochOf, findRun, type NamedEpoch } from '../common/find-run.ts'
import { alignColumns, percent } from '../common/format.ts'
import { printBySource } from '../common/print-by-source.ts'
import { Output } from '../common/output.ts'
import { dataSetNameOf } from '../common/read-input.ts'
import { compareWithFirst, describeTestImages, labelsById, type Measured } from './compare-with-first.ts'
import { printReading } from './print-reading.ts'
import { printDiagnosis } from './print-diagnosis.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface EvaluateOptions extends StoreOptions {
  readonly json?: boolean
  readonly data?: string
  readonly epoch?: number | NamedEpoch
  /** Runs that it is compared with; a text may name several, between commas. */
  readonly against?: readonly string[]
  readonly byDigit?: boolean
  readonly diagnose?: boolean
}

/** Measures a run's weights on test images, and against another run's on the same images. */
export async function evaluate(
  wanted: string,
  options: EvaluateOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const given = options.data === undefined ? undefined : dataSetNameOf(options.data)
  return withWorkbench(options, output, async (workbench) => {
    const run = await findRun(workbench, wanted)
    const others = await findOthers(workbench, run, options.against ?? [])
    const all = [run, ...others]
    const labels = labelsById(all)
    const dataSet = given ?? commonDataSet(all)
    if (dataSet === null) throw new UsageError(askForData(all))
    const info = await workbench.describeDataSet(
      dataSet,
      dataSet === knownDataSet(run) ? run.recipe.data.fingerprint : undefined,
    )
    const epoch = epochOf(run, options.epoch)
    const predictions = await measure({
      workbench,
      output,
      run,
      epoch,
      info,
      label: others.length > 0 ? labels.get(run.id)! : null,
    })
    const printDigits = (of: Measured): void => {
      if (options.byDigit === true) printByDigit(output, of, info.classNames)
    }
    printDigits({ run, predictions })
    if (options.diagnose === true) await printDiagnosis(workbench, output, run, epoch)
    if (others.length === 0) return 0
    const measured: Measured[] = [{ run, predictions }]
    for (const other of others) {
      const otherEpoch = epochOf(other, typeof options.epoch === 'number' ? undefined : options.epoch)
      const input = { workbench, output, run: other, epoch: otherEpoch, info, label: labels.get(other.id)! }
      const its = { run: other, predictions: await measure(input) }
      printDigits(its)
      measured.push(its)
    }
    const mixed = describeMixedLosses(all)
    if (mixed !== null) output.note(mixed)
    compareWithFirst(output, info, measured)
    await printReading(workbench, output, all)
    return 0
  })
}

const OF_THE_NEW = 'The figures are of what is there now.'

interface MeasureInput {
  readonly workbench: Workbench
  readonly output: Output
  readonly run: RunSummary
  readonly epoch: number | undefined
  /** The data set that it is measured on. */
  readonly info: DataSetInfo
  /** What it is called beside others; null for one alone. */
  readonly label: string | null
}

async function measure({
  workbench,
  output,
  run,
  epoch,
  info,
  label,
}: MeasureInput): Promise<RunPredictions> {
  const predictions = await workbench.predictRun({ runId: run.id, epoch, dataSet: info.name })
  const { changedData } = predictions
  if (changedData !== null)
    output.note(`Warning: ${describeChangedData(changedData, info.title, run.name)} ${OF_THE_NEW}`)
  const total = predictions.labels.length
  const correct = countCorrect(predictions.predictions, predictions.labels)
  const accuracy = wilsonInterval(correct, total)
  const { mean: loss, low, high } = meanInterval(predictions.losses)
  const where = epoch === undefined ? '' : `; ${describeEpochChoice(run, epoch)}`
  const lossRange = low === null ? '' : `, loss ${low.toPrecision(4)} to ${high.toPrecision(4)}`
  output.result(
    {
      event: 'evaluated',
      runId: run.id,
      epoch: epoch ?? null,
      dataSet: info.name,
      part: 'test',
      correct,
      total,
      loss,
      accuracy: correct / total,
      accuracyInterval: [accuracy.low, accuracy.high],
      lossInterval: low === null ? null : [low, high],
      changedData: predictions.changedData,
    },
    `${label === null ? '' : `${label}: `}${percent(correct / total)} (${correct} / ${total}), loss ${loss.toPrecision(6)}\n` +
      `  right of the ${describeTestImages(info, total)}; 95 % intervals: ${percent(accuracy.low)} to ${percent(accuracy.high)}${lossRange}${where}`,
  )
  printBySource(output, run.id, predictions.bySource)
  if (!isFieldKnown(run, 'loss')) {
    output.note(`The loss of '${run.name}' is unknown; the mean squared error is measured instead`)
  }
  return predictions
}

/** The runs of `--against`, each once. @throws UsageError for one that is not there, or is the first run itself beside others */
async function findOthers(
  workbench: Workbench,
  run: RunSummary,
  against: readonly string[],
): Promise<RunSummary[]> {
  const stored = await workbench.api.runs.list()
  // The names that a sweep gives have commas themselves.
  const isName = (text: string): boolean => stored.some(({ id, name }) => id === text || name === text)
  const wanted = against.flatMap((text) =>
    isName(text) ? [text] : text.split(',').map((each) => each.trim()),
  )
  const found = new Map<string, RunSummary>()
  for (const each of wanted) {
    const other = await findRun(workbench, each)
    found.set(other.id, other)
  }
  if (found.size > 1 && found.has(run.id)) {
    throw new UsageError(`--against: expected runs beside '${run.name}', got that one among them`)
  }
  return [...found.values()]
}

/** That `--data` is needed, and why. */
function askForData(runs: readonly RunSummary[]): string {
  const [{ name }] = runs as [RunSummary]
  return runs.length === 1
    ? `--data: expected the data set to measure '${name}' on, got none; what it was trained on is unknown`
    : describeUncommonData(runs).replace('Data set:', '--data:')
}

/** How many of the most confused pairs of digits are printed. */
const WORST = 5

function printByDigit(
  output: Output,
  { run: { id: runId }, predictions: { predictions, labels } }: Measured,
  classNames: readonly string[],
): void {
  const confusion = confusionOf(predictions, labels, classNames)
  const cell = (share: number | null): string => percent(share)
  const [head, ...lines] = alignColumns(
    [
      ['DIGIT', 'IMAGES', 'PRECISION', 'RECALL', 'F1'],
      ...confusion.classes.map(({ name, support, precision, recall, f1 }) => [
        ...[name, String(support)],
        ...[cell(precision), cell(recall), cell(f1)],
      ]),
    ],
    0,
  )
  if (!output.isJson) output.lines(head!)
  confusion.classes.forEach((digit, k) => output.result({ event: 'digit', runId, ...digit }, lines[k]))
  const pairs = worstConfusions(confusion, WORST)
  output.result(
    { event: 'confusion', runId, matrix: confusion.matrix, unanswered: confusion.unanswered },
    pairs.length === 0
      ? undefined
      : `Mixed up most: ${pairs.map(({ label, predicted, count }) => `${classNames[label]} as ${classNames[predicted]} (${count})`).join(', ')}`,
  )
}
