import type { EpochMarks, EpochMeasures } from '#contract/types.ts'
import type { LayerMeasures } from '#core/training/measured-epoch.ts'
import type { EpochRow } from './schema.ts'

/** Measures as a row. SQLite has no NaN: a loss that is not a number becomes NULL (see `measuresOf`). */
export function epochRowOf(runId: string, measures: EpochMeasures): EpochRow {
  return {
    run_id: runId,
    epoch: measures.epoch,
    train_loss: measures.trainLoss,
    train_accuracy: measures.trainAccuracy,
    validation_loss: measures.validationLoss,
    validation_accuracy: measures.validationAccuracy,
    test_loss: measures.testLoss,
    test_correct: measures.testCorrect,
    test_total: measures.testTotal,
    duration_ms: measures.durationMs,
    learning_rate: measures.learningRate,
    layers: measures.layers === null ? null : JSON.stringify(measures.layers),
  }
}

/** A row as measures. */
export function measuresOf(row: Omit<EpochRow, 'run_id'>): EpochMeasures {
  return {
    ...marksOf(row),
    layers: row.layers === null ? null : (JSON.parse(row.layers) as LayerMeasures[]),
  }
}

/**
 * A row as measures without layers. A NULL loss beside an accuracy that is there was not a number; else the part was
 * left out.
 */
export function marksOf(row: Omit<EpochRow, 'run_id' | 'layers'>): EpochMarks {
  const loss = (value: number | null, witness: number | null): number | null =>
    value === null && witness !== null ? NaN : value
  return {
    epoch: row.epoch,
    trainLoss: loss(row.train_loss, row.train_accuracy),
    trainAccuracy: row.train_accuracy,
    validationLoss: loss(row.validation_loss, row.validation_accuracy),
    validationAccuracy: row.validation_accuracy,
    testLoss: loss(row.test_loss, row.test_correct),
    testCorrect: row.test_correct,
    testTotal: row.test_total,
    durationMs: row.duration_ms,
    learningRate: row.learning_rate,
  }
}

/** The accuracy that the best epoch is chosen by, 0 to 1: validation where there is one, else test, else training. */
export function decisiveAccuracy(measures: EpochMarks): number | null {
  const { validationAccuracy, testCorrect, testTotal, trainAccuracy } = measures
  if (validationAccuracy !== null) return validationAccuracy
  if (testCorrect !== null && testTotal !== null && testTotal > 0) return testCorrect / testTotal
  return trainAccuracy
}
