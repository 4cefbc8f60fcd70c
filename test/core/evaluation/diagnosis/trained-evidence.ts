import { splitDataSet, type DataSet } from '#core/data/data-set.ts'
import { profileDataSet } from '#core/data/data-profile.ts'
import { examineParts } from '#core/data/examine-parts.ts'
import { confusionOf } from '#core/evaluation/confusion.ts'
import type { RunEvidence } from '#core/evaluation/diagnosis/evidence.ts'
import { countCorrect, predictAll } from '#core/evaluation/predict-all.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { TrainedEpoch } from '#core/runs/epoch-metrics.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import { Training } from '#core/training/training.ts'

/** Trains a recipe to its end and gathers what is known of it, as Inspect does. */
export function trainForEvidence(recipe: Recipe, dataSet: DataSet): RunEvidence & { accuracy: number } {
  const parts = splitDataSet(dataSet, recipe.data)
  const training = new Training({ recipe, parts })
  const epochs: TrainedEpoch[] = []
  let checkpoint: Checkpoint | undefined
  for (;;) {
    const event = training.advance(5000)
    if (event.type === 'progress') continue
    if (event.type === 'epoch') {
      epochs.push(event.metrics)
      checkpoint = training.checkpoint()
      continue
    }
    training.close()
    const data = examineParts(profileDataSet(dataSet, 10), recipe.data)
    const fileCounts = { training: dataSet.training.count, test: dataSet.test.count }
    const known = { recipe, epochs, reason: event.reason ?? null, data, fileCounts }
    if (checkpoint === undefined) return { ...known, accuracy: 0 }
    const trained = predictAll(recipe, checkpoint.parameters, parts.train)
    const unseen = predictAll(recipe, checkpoint.parameters, parts.validation)
    const names = Array.from({ length: 10 }, (_, label) => String(label))
    const confusion = confusionOf(unseen.predictions, parts.validation.labels, names)
    return {
      ...known,
      training: {
        correct: countCorrect(trained.predictions, parts.train.labels),
        total: parts.train.count,
      },
      unseen: { correct: confusion.correct, total: confusion.total },
      confusion,
      accuracy: confusion.correct / confusion.total,
    }
  }
}
