import type { AnswerThresholds } from '#core/evaluation/answer-thresholds.ts'
import type {
  DamagedEntry,
  KeepEvery,
  NoDigitRule,
  RecordChanges,
  RunImport,
  RunSummary,
  Thinning,
  WrittenCheck,
} from '#contract/types.ts'
import type { WritableFormatName } from '#core/formats/registry.ts'
import type { Misfit } from '#core/recipe/fitting-defaults.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import type { OfRun, OfRuns, OfWrittenFile } from './common-lines.ts'

/** What of a recipe does not do what a person may expect of it; it is trained all the same. */
export interface RecipeDoubts {
  /** Epochs at the end whose learning rate is 0 or next to it, so that they learn nothing. */
  readonly idleEpochs: number
  /** Fields that do not suit activations, loss and optimizer, and what does. */
  readonly misfits: readonly Misfit[]
  /** Both as sentences. */
  readonly doubts: readonly string[]
}

/** The training has started. */
export interface RunStartedLine extends OfRun, RecipeDoubts, Pick<RunSummary, 'name' | 'recipe'> {
  readonly event: 'started'
}

/** The training goes on after its last finished epoch. */
export interface RunResumedLine extends OfRun, Pick<RunSummary, 'name' | 'recipe' | 'epochsDone'> {
  readonly event: 'started'
}

/** An epoch is finished, and its weights are in the store. */
export interface EpochLine extends Omit<EpochMetrics, 'learningRate' | 'layers'> {
  readonly event: 'epoch'
}

/** A run or sweep that is left out, as the store holds something of it that cannot be read; after all others. */
export interface DamagedLine extends DamagedEntry {
  readonly event: 'damaged'
}

/** The training is completed; the last line. */
export interface RunDoneLine extends OfRun, Pick<RunSummary, 'weightsSha256'> {
  readonly event: 'done'
  /** Test images that the best epoch read right, which validation images choose where there are some; null without a test part. */
  readonly bestTestCorrect: number | null
}

/** The training was stopped, by a signal or elsewhere; the last line. */
export interface RunStoppedLine extends OfRun, Pick<RunSummary, 'epochsDone' | 'weightsSha256'> {
  readonly event: 'stopped'
  /** Test images that the best epoch read right, which validation images choose where there are some; null without a test part. */
  readonly bestTestCorrect: number | null
}

/** The training diverged or failed; the last line. */
export interface RunFailedLine extends OfRun, Pick<RunSummary, 'reason'> {
  readonly event: 'failed'
  /** Which of the two. */
  readonly status: 'diverged' | 'failed'
}

/** Weights were written; the fields of `WrittenCheck` are missing for a format that is not read. */
export interface WeightsExportedLine extends OfRun, OfWrittenFile, Partial<WrittenCheck> {
  readonly event: 'exported'
  /** The epoch of the weights; null where nothing was measured. */
  readonly epoch: number | null
  /** The format of the file. */
  readonly format: WritableFormatName
  /** What was taken for each option of the format. */
  readonly options: Readonly<Record<string, string>>
  /** What the file does not carry over of the network, as codes of its format. */
  readonly limits: readonly string[]
}

/** A format in which weights can be written, with `--list`. */
export interface FormatLine {
  readonly event: 'format'
  /** As in `--format`. */
  readonly format: WritableFormatName
  /** As a person calls it. */
  readonly title: string
  /** Of its files, without the dot. */
  readonly extension: string
  /** What stands in the file and who reads it. */
  readonly description: string
  /** What `--option` can choose; the first choice is the usual one. */
  readonly options: readonly { readonly name: string; readonly choices: readonly string[] }[]
  /** Whether it can hold the run that was named; null without one. */
  readonly isPossible: boolean | null
  /** Why it cannot, in words; else null. */
  readonly hindrance: string | null
  /** What the file would not carry over of the run, a sentence each; null without a run. */
  readonly lost: readonly string[] | null
}

/** Weights were read as a run. */
export interface WeightsImportedLine extends OfRun, Pick<RunSummary, 'name' | 'weightsSha256' | 'origin'> {
  readonly event: 'imported'
  /** Of the file, as in `export --format`. */
  readonly format: string
  /** Inputs, then the units of each layer. */
  readonly sizes: readonly number[]
  /** What was left out, changed or taken for granted, a sentence each. */
  readonly notes: readonly string[]
  /** Fields of its recipe that the file does not tell. */
  readonly unknownFields: readonly string[]
}

/** One run, newest first. */
export interface RunLine extends Omit<RunSummary, 'recipe'> {
  readonly event: 'run'
  /** What is known of its recipe; fields in `unknownFields` are missing. */
  readonly recipe: Readonly<Record<string, unknown>>
}

/** The metrics of the runs were written, with `--csv`. */
export interface MetricsExportedLine extends OfRuns, OfWrittenFile {
  readonly event: 'exported'
  readonly format: 'csv'
}

/** A run file was written. */
export interface RunsExportedLine extends OfRuns, OfWrittenFile {
  readonly event: 'exported'
  readonly format: 'backprop'
  /** Its size. */
  readonly bytes: number
}

/** What became of the runs of one file. */
export interface RunsImportedLine extends RunImport {
  readonly event: 'imported'
  /** The file that was read, with its full path. */
  readonly file: string
}

/** Runs were changed. */
export interface RunsEditedLine extends OfRuns {
  readonly event: 'edited'
  /** What was changed. */
  readonly changes: RecordChanges
}

/** Weights of epochs were removed, or would be with `--dry-run`. */
export interface RunsThinnedLine extends OfRuns, Thinning {
  readonly event: 'thinned' | 'planned'
  /** Of which epochs weights are kept. */
  readonly keepEvery: KeepEvery
}

/** The report was written. */
export interface ReportExportedLine extends OfRuns, OfWrittenFile {
  readonly event: 'exported'
  readonly format: 'html'
}

/** What the network reads in one picture. */
export interface PredictedLine extends OfRun {
  readonly event: 'predicted'
  /** The epoch of the weights; null where nothing was measured. */
  readonly epoch: number | null
  /** The picture, as it was named. */
  readonly file: string
  /** The answer. */
  readonly digit: number
  /** The network's outputs, one for each digit; with `--calibrated`, shares that sum to 1. */
  readonly outputs: readonly number[]
  /** Of the calibration, with `--calibrated`; else null. */
  readonly temperature: number | null
}

/** A picture in which no digit could be read; the others are read all the same. */
export interface PictureRefusedLine extends OfRun {
  readonly event: 'refused'
  /** The picture, as it was named. */
  readonly file: string
  /** Why, in a sentence that begins with the file. */
  readonly message: string
}

/** What the network reads in one drawing, with `--strokes`. */
export interface DrawingReadLine extends OfRun {
  readonly event: 'drawingRead'
  /** The epoch of the weights. */
  readonly epoch: number
  /** The file of drawings, as it was named. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** The digit that was meant; null where the line does not say it. */
  readonly label: number | null
  /** The digit that was read. */
  readonly answer: number
  /** The network's outputs, one for each digit; with `--calibrated`, shares that sum to 1. */
  readonly outputs: readonly number[]
  /** Of the calibration, with `--calibrated`; else null. */
  readonly temperature: number | null
  /** Whether such answers are wrong too often to count; null where no validation images tell. */
  readonly isUnsure: boolean | null
  /** Whether it is less like the training images than 99 of 100 validation images; null where these do not tell. */
  readonly isNoDigit: boolean | null
}

/** A line that is no drawing; the others are read all the same. */
export interface DrawingRefusedLine extends OfRun {
  readonly event: 'refused'
  /** The file of drawings, as it was named. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** Why, in a sentence that begins with file and line. */
  readonly message: string
}

/** All drawings were read. */
export interface DrawingsReadLine extends OfRun {
  readonly event: 'drawingsRead'
  /** The file of drawings, as it was named. */
  readonly file: string
  /** Lines that are drawings. */
  readonly drawings: number
  /** Of these, with a label. */
  readonly total: number
  /** Of these, read right. */
  readonly correct: number
  /** 0 to 1; null where there are no labels. */
  readonly accuracy: number | null
  /** Its 95 % interval by Wilson, lower and upper end. */
  readonly accuracyInterval: readonly number[] | null
  /** Labels that occur, from the smallest. */
  readonly byLabel: readonly { readonly label: number; readonly total: number; readonly correct: number }[]
  /** From what on answers count, by the run's validation images; null where none tell. */
  readonly thresholds: AnswerThresholds | null
  /** How it is told that a drawing shows no digit; null where training and validation images do not tell. */
  readonly noDigit: NoDigitRule | null
}

/** MNIST is there. */
export interface DownloadedLine {
  readonly event: 'downloaded'
  /** The folder that holds it. */
  readonly folder: string | null
}
