import type { DataExamination } from '#core/data/examine-parts.ts'
import type { FieldChange } from '#core/experiments/sweep/set-recipe-field.ts'
import { listSome } from '#core/math/list-words.ts'
import { listDataWarnings } from '#shared/words/data-finding-words.ts'
import { describeSwept } from './sweep-fields.ts'

/** How the images are divided in some runs of a sweep. */
export interface ExaminedWay {
  /** What these runs change of it. */
  readonly changes: readonly FieldChange[]
  readonly examination: DataExamination
}

/** Values that are named before a warning that holds for some of the runs. */
const NAMED_WAYS = 3

/**
 * What a person should know of the images of a sweep, a sentence each: what holds for all runs as it is, the rest behind the values
 * that it holds for, as in `Training images 20 and Training images 40: The training images have none of 9.`
 * @param classNames of the data set, in the order of the labels
 * @param layerCount of the recipe, with the output layer
 */
export function describeSweepData(
  ways: readonly ExaminedWay[],
  classNames: readonly string[],
  layerCount: number,
): string[] {
  const said = ways.flatMap(({ changes, examination }) =>
    listDataWarnings(examination, classNames).map((sentence) => ({ sentence, changes })),
  )
  return [...Map.groupBy(said, ({ sentence }) => sentence)].map(([sentence, of]) =>
    of.length === ways.length
      ? sentence
      : `${listSome(
          of.map(({ changes }) => describeSwept(changes, layerCount)),
          NAMED_WAYS,
        )}: ${sentence}`,
  )
}
