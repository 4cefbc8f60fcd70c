import { choosingMeasure } from '#core/runs/best-epoch.ts'
import { type DefaultEpoch, defaultEpoch } from '#core/runs/default-epoch.ts'
import type { EpochSummary } from '#core/runs/epoch-metrics.ts'
import type { RunSummary } from '#contract/types.ts'
import { formatAccuracy, rankingAccuracy, rankingPart } from '../measures.ts'

/** An epoch within a sentence; epoch −1 is an imported network's weights as they came. */
export function epochWords(epoch: number): string {
  return epoch < 0 ? 'as imported' : `epoch ${epoch}`
}

const CHOICES: Readonly<Record<DefaultEpoch['choice'], string>> = {
  'best-validation-accuracy': 'best validation accuracy',
  'lowest-validation-loss': 'lowest validation loss',
  last: 'the last',
}

/** By what a run's best epoch was chosen, as in `best validation accuracy`. */
export function describeBestBy({ recipe, best }: Pick<RunSummary, 'recipe' | 'best'>): string {
  if (best === null) return 'best accuracy'
  const { measure, part } = choosingMeasure(recipe, best)
  return `${measure === 'loss' ? 'lowest' : 'best'} ${part} ${measure}`
}

/**
 * An epoch, and why it is taken where no other is named: `epoch 12, best validation accuracy`, `epoch 8, lowest
 * validation loss` or `epoch 29, the last`. Of another epoch than the run's default just its name.
 */
export function describeEpochChoice(
  run: Pick<RunSummary, 'best' | 'last' | 'recipe'>,
  epoch: number,
): string {
  const chosen = defaultEpoch(run)
  if (epoch < 0 || chosen?.epoch !== epoch) return epochWords(epoch)
  return `${epochWords(epoch)}, ${CHOICES[chosen.choice]}`
}

/**
 * An epoch and how well it reads: `epoch 12, best validation accuracy: 96.30 %` or `epoch 3: validation accuracy 91.00 %`.
 * What it was chosen by is not said twice.
 */
export function describeEpochResult(
  run: Pick<RunSummary, 'best' | 'last' | 'recipe'>,
  epoch: EpochSummary,
): string {
  const words = describeEpochChoice(run, epoch.epoch)
  const measure = `${rankingPart(epoch)} accuracy`
  return `${words}: ${words.endsWith(measure) ? '' : `${measure} `}${formatAccuracy(rankingAccuracy(epoch))}`
}
