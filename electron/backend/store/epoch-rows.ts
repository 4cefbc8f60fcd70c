import type { EpochMetrics, EpochSummary, LayerMetrics } from '#core/runs/epoch-metrics.ts'
import type { EpochRow } from './schema.ts'

/** Metrics as a row. SQLite has no NaN: a loss that is not a number becomes NULL (see `epochMetricsOf`). */
export function epochRowOf(runId: string, metrics: EpochMetrics): EpochRow {
  return {
    run_id: runId,
    epoch: metrics.epoch,
    train_loss: metrics.trainLoss,
    train_accuracy: metrics.trainAccuracy,
    validation_loss: metrics.validationLoss,
    validation_accuracy: metrics.validationAccuracy,
    test_loss: metrics.testLoss,
    test_correct: metrics.testCorrect,
    test_total: metrics.testTotal,
    duration_ms: metrics.durationMs,
    learning_rate: metrics.learningRate,
    layers: metrics.layers === null ? null : JSON.stringify(metrics.layers),
  }
}

/** A row as metrics. */
export function epochMetricsOf(row: Omit<EpochRow, 'run_id'>): EpochMetrics {
  return {
    ...epochSummaryOf(row),
    layers: row.layers === null ? null : (JSON.parse(row.layers) as LayerMetrics[]),
  }
}

/**
 * A row as metrics without layers. A NULL loss beside an accuracy that is there was not a number; else the part was
 * left out.
 */
export function epochSummaryOf(row: Omit<EpochRow, 'run_id' | 'layers'>): EpochSummary {
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
