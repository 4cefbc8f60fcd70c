import type { EngineName } from '#core/engine/names.ts'
import type { ClassReport, Confusion } from '#core/evaluation/confusion.ts'
import type { Cure, Finding } from '#core/evaluation/diagnosis/finding.ts'
import type { McNemarResult } from '#core/evaluation/mcnemar.ts'
import type { Spread } from '#core/evaluation/spread.ts'
import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import type { WhatIfReading } from '#core/experiments/what-if-summary.ts'
import type { WhatIfLine, WhatIfPoint } from '#core/experiments/what-if.ts'
import type { FieldValue } from '#core/recipe/flat-recipe.ts'
import type { RisingRun } from '#core/runs/read-comparison.ts'
import type { Preset } from '#core/recipe/preset.ts'
import type { LayerGradientCheck } from '#core/verification/gradient-check.ts'
import type { ChangedData } from '#core/runs/changed-data.ts'
import type { OfRun } from './common-lines.ts'

/** What a run's weights are worth on the test images. */
export interface EvaluatedLine extends OfRun {
  readonly event: 'evaluated'
  /** The epoch of the weights; null where nothing was measured. */
  readonly epoch: number | null
  /** The data set of the images. */
  readonly dataSet: string
  /** The part of it. */
  readonly part: 'test'
  /** Images read right. */
  readonly correct: number
  /** Images. */
  readonly total: number
  /** Mean over the images, without regularization. */
  readonly loss: number
  /** 0 to 1. */
  readonly accuracy: number
  /** Its 95 % interval by Wilson, lower and upper end. */
  readonly accuracyInterval: readonly number[]
  /** The 95 % interval of the loss, lower and upper end; null for a single image. */
  readonly lossInterval: readonly number[] | null
  /** Where the content of the data set is another than the run was trained on; null where it is not. */
  readonly changedData: ChangedData | null
}

/** What a run's weights are worth on the test images of one of the data sets that are mixed. */
export interface SourceLine extends OfRun {
  readonly event: 'source'
  /** The data set alone. */
  readonly dataSet: string
  /** Images read right. */
  readonly correct: number
  /** Images. */
  readonly total: number
  /** 0 to 1. */
  readonly accuracy: number
  /** Its 95 % interval by Wilson, lower and upper end. */
  readonly accuracyInterval: readonly number[]
}

/** What stands in the way of a run, with `--diagnose`; the likeliest first. */
export interface FindingLine extends OfRun {
  readonly event: 'finding'
  /** Its code, and the numbers that speak for it. */
  readonly finding: Finding
  /** Changes of the recipe that help, as codes. */
  readonly cures: readonly Cure[]
  /** The finding as a sentence. */
  readonly cause: string
  /** The cures as sentences. */
  readonly help: readonly string[]
}

/** One digit, with `--by-digit`. */
export interface DigitLine extends OfRun, ClassReport {
  readonly event: 'digit'
}

/** Which digits are taken for which, with `--by-digit`. */
export interface ConfusionLine extends OfRun, Pick<Confusion, 'matrix' | 'unanswered'> {
  readonly event: 'confusion'
}

/** The run (A) beside one of `--against` (B); one line for each of these. */
export interface RunsComparedLine extends OfRun, McNemarResult {
  readonly event: 'compared'
  /** The other run's id. */
  readonly against: string
  /** The data set of the images. */
  readonly dataSet: string
  /** The part of it. */
  readonly part: 'test'
  /** Runs of `--against`: how many comparisons are made together. */
  readonly comparisons: number
  /** `p` by Holm's method, for all of the comparisons together; with one, `p` itself. */
  readonly adjustedP: number
  /** B's share of right answers less A's, 95 % for all of the comparisons together (Bonferroni), lower and upper end. */
  readonly differenceInterval: readonly number[]
  /** The comparison in a sentence, by `adjustedP`. */
  readonly sentence: string
}

/** What all of the compared runs have to say beside each other, with `--against`; the last line. */
export interface ComparisonLine {
  readonly event: 'comparison'
  /** The run and those of `--against`. */
  readonly runIds: readonly string[]
  /** Settings in which they differ: where each stands in a recipe, and its value for each run, null where it is off, has none or is unknown. */
  readonly differing: readonly { readonly path: string; readonly values: readonly (FieldValue | null)[] }[]
  /** Runs whose accuracy was still going up when they ended, so that more epochs may change the order. */
  readonly rising: readonly RisingRun[]
  /** All of this in sentences. */
  readonly sentences: readonly string[]
}

/** One measurement within the training with a value. */
export interface ValueMeasuredLine {
  readonly event: 'point'
  /** The field's value. */
  readonly value: number
  /** What was measured. */
  readonly point: WhatIfPoint
}

/** The training with a value is over. */
export interface ValueEndedLine extends Pick<WhatIfLine, 'value' | 'divergence'> {
  readonly event: 'ended'
}

/** Which values do best; the last line. Without the fields beside `event` where every training diverged. */
export interface WhatIfDoneLine extends Partial<WhatIfReading> {
  readonly event: 'done'
}

/** One network of the learning curve. */
export interface CurvePointLine extends LearningCurvePoint {
  readonly event: 'point'
}

/** All networks are trained; the last line. */
export interface CurveDoneLine {
  readonly event: 'done'
  /** How many. */
  readonly networks: number
}

/** One case of the reference numbers. */
export interface CaseLine {
  readonly event: 'case'
  readonly name: string
  readonly engine: EngineName
  /** The largest relative error of all its numbers. */
  readonly maxRelativeError: number
}

/** All cases are compared; the last line. */
export interface VerifyDoneLine {
  readonly event: 'done'
  readonly engine: EngineName
  /** How many. */
  readonly cases: number
  /** Those beyond the tolerance. */
  readonly failed: number
  /** The largest relative error that passes. */
  readonly tolerance: number
  /** Of all cases. */
  readonly maxRelativeError: number
}

/** One layer's gradient beside central differences. */
export interface LayerLine extends LayerGradientCheck {
  readonly event: 'layer'
}

/** All layers are compared; the last line. */
export interface GradientDoneLine {
  readonly event: 'done'
  readonly isPassed: boolean
  /** Of all layers. */
  readonly maxRelativeError: number
  /** The largest relative error that passes. */
  readonly tolerance: number
}

/** One preset, with `--list`. */
export interface PresetLine extends Preset {
  readonly event: 'preset'
}

/** One training of a preset. */
export interface MeasuredLine {
  readonly event: 'measured'
  /** The preset's name. */
  readonly preset: string
  readonly seed: number
  readonly engine: EngineName
  /** What it reached of the preset's measure, 0 to 1; null where it diverged. */
  readonly value: number | null
  /** In which epoch. */
  readonly epoch: number | null
  /** How long it trained. */
  readonly seconds: number
  /** Why it ended before its last epoch, where it did. */
  readonly reason: LearningCurvePoint['reason']
}

/** A published number beside what the seeds measured. */
export interface PresetComparedLine {
  readonly event: 'compared'
  /** The preset's name. */
  readonly preset: string
  /** Training images. */
  readonly trainSize: number
  /** What is measured, in words. */
  readonly measure: string
  /** Whether somebody published the number for this recipe, or it is aimed at. */
  readonly kind: Preset['published']['kind']
  /** 0 to 1. */
  readonly published: number
  /** Where the number is from. */
  readonly source: string
  /** By seed, in order; null for a training that diverged. */
  readonly measured: readonly (number | null)[]
  /** Of those that did not diverge; missing where all did. */
  readonly spread?: Spread
}

/** All presets are trained; the last line. */
export interface ReproduceDoneLine {
  readonly event: 'done'
  /** How many. */
  readonly presets: number
  readonly seeds: readonly number[]
}
