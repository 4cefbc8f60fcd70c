import { profileDataSet } from '#core/data/data-profile.ts'
import type { DataSet } from '#core/data/data-set.ts'
import { type DataExamination, examineParts } from '#core/data/examine-parts.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { listDataWarnings } from '#shared/words/data-finding-words.ts'
import type { Output } from './output.ts'

/** As `printExamination`, for images that are in this thread, and a command that takes its settings from a recipe alone. */
export function examineLoaded(
  output: Output,
  {
    recipe,
    dataSet,
    info,
  }: { readonly recipe: Recipe; readonly dataSet: DataSet; readonly info: DataSetInfo },
): void {
  const profile = profileDataSet(dataSet, recipe.layers.at(-1)!.units)
  printExamination(output, examineParts(profile, recipe.data), info, RECIPE_MENDS)
}

/** How a person of a command asks for what would mend some findings. */
interface Mends {
  readonly stratify: string
  readonly testSize: (count: number) => string
}

const OPTIONS_MEND: Mends = {
  stratify: '--stratified',
  testSize: (count) => `--test-size ${count}`,
}

/** For commands that take the settings of the data from a recipe alone. */
export const RECIPE_MENDS: Mends = {
  stratify: "'isStratified': true in the recipe's data",
  testSize: (count) => `'testSize': ${count} in the recipe's data`,
}

/**
 * Says what a person should know of the images of a training, before it: with `--json` all of it as a line, in words on
 * standard error what casts doubt on the training, and what would mend it.
 */
export function printExamination(
  output: Output,
  examination: DataExamination,
  info: Pick<DataSetInfo, 'classNames' | 'testCount'>,
  mends: Mends = OPTIONS_MEND,
): void {
  const warnings = listDataWarnings(examination, info.classNames)
  output.result({ event: 'examined', ...examination, warnings }, undefined)
  printFindings(output, examination, info, mends)
}

/** The words of `printExamination` alone. */
export function printFindings(
  output: Output,
  examination: DataExamination,
  info: Pick<DataSetInfo, 'classNames' | 'testCount'>,
  mends: Mends = OPTIONS_MEND,
): void {
  for (const warning of listDataWarnings(examination, info.classNames)) output.note(`Warning: ${warning}`)
  for (const hint of listHints(examination, info, mends)) output.note(hint)
}

/** What would mend some of the findings, as sentences. */
export function listHints(
  { cures }: DataExamination,
  { testCount }: Pick<DataSetInfo, 'testCount'>,
  { stratify, testSize }: Mends,
): string[] {
  return cures.map((cure) =>
    cure === 'stratify'
      ? `With ${stratify} every class has its share of the training and validation images.`
      : `With ${testSize(testCount)} the test part is the whole test file.`,
  )
}
