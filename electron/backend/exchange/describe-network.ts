import type { NamedText, NetworkDescription } from '#core/formats/weight-format.ts'
import { countParameters } from '#core/network/parameters.ts'
import { folderNameOf } from '#core/recipe/data-set-name.ts'
import { isFieldKnown, UNKNOWN } from '#core/recipe/unknown-fields.ts'
import type { EpochSummary } from '#core/runs/epoch-metrics.ts'
import { MEASURED_PARTS, type MeasuredPart } from '#core/runs/measured-part.ts'
import type { DataSetInfo, RunSummary } from '#contract/types.ts'
import { formatAccuracy, measureOf } from '#shared/measures.ts'
import { compareSettings } from '#shared/recipe-settings.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { describeEpochChoice } from '#shared/words/epoch-words.ts'
import { nameOfField } from '#shared/words/field-names.ts'
import { describeImages, PART_IMAGES } from '#shared/words/image-words.ts'

/**
 * What a file of a run's weights can say of them in words.
 * @param measured the epoch that they are of, or only its number where nothing was measured of it
 * @param data null where the data set is unknown or cannot be described now; then classes have the names that the file had
 * which the run came from
 */
export function describeNetwork(
  run: RunSummary,
  measured: EpochSummary | { readonly epoch: number },
  data: DataSetInfo | null,
): NetworkDescription {
  const { recipe } = run
  const titleOf = (dataSet: string): string => data?.title ?? folderNameOf(dataSet) ?? dataSet
  const outputs = recipe.layers.at(-1)!.units
  const [layers, ...settings] = compareSettings([run], nameOfValue)
  const accuracies = 'trainLoss' in measured ? describeAccuracies(run, measured) : []
  return {
    name: run.name,
    classNames: [data?.classNames, run.origin?.classNames].find((names) => names?.length === outputs),
    facts: [
      ['Layers', layers!.texts[0]!],
      ['Parameters', countParameters(recipe).toLocaleString('en-US')],
      ['Trained on', describeData(run, titleOf)],
      ['Weights', describeEpochChoice(run, measured.epoch)],
      ...(accuracies.length === 0 ? [] : [['Accuracy', accuracies.join(', ')] as const]),
    ],
    settings: settings.map(({ path, texts: [text] }): NamedText => {
      const isDataSet = path === 'data.dataSet' && isFieldKnown(run, path)
      return [nameOfField(path), isDataSet ? titleOf(recipe.data.dataSet) : (text ?? UNKNOWN)]
    }),
  }
}

function describeData(run: RunSummary, titleOf: (dataSet: string) => string): string {
  const { dataSet, trainSize } = run.recipe.data
  if (!isFieldKnown(run, 'data.dataSet')) return UNKNOWN
  return describeImages({ dataSet, part: 'training', count: trainSize }, titleOf)
}

/** Training images are told where there are no others: a network may know them by heart. */
function describeAccuracies({ recipe }: RunSummary, epoch: EpochSummary): string[] {
  const counts: Readonly<Record<MeasuredPart, number>> = {
    training: recipe.data.trainSize,
    validation: recipe.data.validationSize,
    test: epoch.testTotal ?? 0,
  }
  const measured = MEASURED_PARTS.filter((part) => measureOf(epoch, 'accuracy', part) !== null)
  const unseen = measured.filter((part) => part !== 'training')
  return (unseen.length > 0 ? unseen : measured).map((part) => {
    const count = counts[part].toLocaleString('en-US')
    return `${formatAccuracy(measureOf(epoch, 'accuracy', part))} of ${count} ${PART_IMAGES[part]}`
  })
}
