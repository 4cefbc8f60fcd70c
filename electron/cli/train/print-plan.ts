import type { PartName } from '#core/data/data-set.ts'
import { layerSizes } from '#core/network/parameters.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { RunPlan } from '#backend/runs/plan-run.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { DataSetInfo, KeepEvery } from '#contract/types.ts'
import { about, alignColumns, countOf } from '../common/format.ts'
import type { RecipeDoubts } from '../json-lines/run-lines.ts'
import type { Output } from '../common/output.ts'
import { listDataWarnings } from '#shared/words/data-finding-words.ts'
import { printFindings } from '../common/print-findings.ts'

const PARTS: readonly PartName[] = ['train', 'validation', 'test']

const number = (value: number): string => value.toLocaleString('en-US')
const size = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1000)} kB`
    : `${bytes < 1e7 ? (bytes / 1e6).toFixed(1) : number(Math.round(bytes / 1e6))} MB`

/** Says what a training would do, and trains for a moment to know how long it takes; nothing is stored. */
export async function printPlan(
  workbench: Workbench,
  output: Output,
  recipe: Recipe,
  options: {
    readonly info: DataSetInfo
    readonly doubts: RecipeDoubts
    readonly threads: number | undefined
    readonly keepEvery: KeepEvery
    /** Whether it is given its weights. */
    readonly isGivenWeights: boolean
  },
): Promise<void> {
  const { info, doubts, threads, keepEvery, isGivenWeights } = options
  const plan = await workbench.planRun(recipe, { threads, keepEvery, isGivenWeights })
  const { storePath: store } = await workbench.api.app.getInfo()
  const { examination, ...taken } = plan
  const { sha256: dataSha256, ...examined } = examination
  output.result(
    {
      event: 'plan',
      recipe,
      ...taken,
      ...doubts,
      steps: plan.stepsPerEpoch * recipe.epochs,
      dataSha256,
      store,
      keepEvery,
    },
    describePlan(recipe, plan, { title: info.title, store, keepEvery }),
  )
  const warnings = listDataWarnings(examined, info.classNames)
  output.result({ event: 'examined', ...examined, warnings }, tabulate(plan, info).join('\n'))
  printFindings(output, examined, info)
}

function describePlan(
  recipe: Recipe,
  plan: RunPlan,
  { title, store, keepEvery }: { title: string; store: string; keepEvery: KeepEvery },
): string {
  const { trainSize, validationSize, testSize } = recipe.data
  const { stepsPerEpoch, parameters, threads, expectedMs, memoryBytes, storedBytes, examination } = plan
  const kept =
    keepEvery === null
      ? 'the best and the newest epoch'
      : keepEvery === 1
        ? 'every epoch'
        : `every ${keepEvery}th epoch, the best and the newest`
  return [
    `Network: ${layerSizes(recipe).join('-')}, ${number(parameters)} parameters`,
    `Data: ${title}, ${number(trainSize)} training, ${number(validationSize)} validation and ${number(testSize)} test images; SHA-256 ${examination.sha256}`,
    `Training: ${countOf(recipe.epochs, 'epoch')} of ${number(stepsPerEpoch)} steps, ${number(stepsPerEpoch * recipe.epochs)} in all`,
    `Takes: ${about(expectedMs)} with ${countOf(threads, 'thread')}, about ${size(memoryBytes)} of memory`,
    `Stores: the weights of ${kept}, about ${size(storedBytes)}, in ${store}`,
  ].join('\n')
}

/** The images of each class, by part. */
function tabulate({ examination: { counts } }: RunPlan, { classNames }: DataSetInfo): string[] {
  const rows = counts.train.map((_, label) => [
    classNames[label] ?? String(label),
    ...PARTS.map((part) => number(counts[part][label]!)),
  ])
  return alignColumns([['CLASS', 'TRAINING', 'VALIDATION', 'TEST'], ...rows], 1)
}
