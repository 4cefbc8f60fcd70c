import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import type { RunSummary } from '#contract/types.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'

/** Measures of one epoch; what a test does not name was not measured. */
export function epochOf(epoch: number, metrics: Partial<EpochMetrics> = {}): EpochMetrics {
  return {
    epoch,
    trainLoss: null,
    trainAccuracy: null,
    validationLoss: null,
    validationAccuracy: null,
    testLoss: null,
    testCorrect: null,
    testTotal: null,
    durationMs: 1000,
    learningRate: null,
    layers: null,
    ...metrics,
  }
}

/** A run of the lecture's recipe; a test names what matters to it. */
export function runOf(id: string, changes: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    name: id,
    status: 'completed',
    reason: null,
    recipe: LECTURE_RECIPE,
    createdAt: '2026-01-02T03:04:05.000Z',
    durationMs: 1000,
    epochsDone: 1,
    keepEvery: 1,
    best: null,
    last: null,
    weightsSha256: null,
    dataSha256: null,
    unknownFields: [],
    origin: null,
    notes: '',
    tags: [],
    colour: null,
    isStarred: false,
    isArchived: false,
    parent: null,
    sweep: null,
    ...changes,
  }
}
