import type {
  RunStartedLine,
  RunResumedLine,
  EpochLine,
  RunDoneLine,
  RunStoppedLine,
  RunFailedLine,
  FormatLine,
  WeightsExportedLine,
  WeightsImportedLine,
  DamagedLine,
  RunLine,
  MetricsExportedLine,
  RunsExportedLine,
  RunsImportedLine,
  RunsEditedLine,
  RunsThinnedLine,
  ReportExportedLine,
  PredictedLine,
  PictureRefusedLine,
  DrawingReadLine,
  DrawingRefusedLine,
  DrawingsReadLine,
  DownloadedLine,
} from './run-lines.ts'
import type { DataExaminedLine, RunPlanLine } from './data-lines.ts'
import type {
  SweepPlanLine,
  SweepExaminedLine,
  SweepCommandLine,
  SweepRecordedLine,
  SweepScriptLine,
  SweepMissingLine,
  SweepStartedLine,
  SweepRunEndedLine,
  SweepResultLine,
  SweepVerdictLine,
  SweepInterruptedLine,
  SweepLine,
} from './sweep-lines.ts'
import type {
  EvaluatedLine,
  FindingLine,
  DigitLine,
  SourceLine,
  ComparisonLine,
  ConfusionLine,
  RunsComparedLine,
  ValueMeasuredLine,
  ValueEndedLine,
  WhatIfDoneLine,
  CurvePointLine,
  CurveDoneLine,
  CaseLine,
  VerifyDoneLine,
  LayerLine,
  GradientDoneLine,
  PresetLine,
  MeasuredLine,
  PresetComparedLine,
  ReproduceDoneLine,
} from './analysis-lines.ts'
import type {
  DigitProblemLine,
  DigitsDeletedLine,
  DigitsEditedLine,
  DigitsExportedLine,
  DigitsImportedLine,
  OwnDigitLine,
} from './digit-lines.ts'
import type {
  ListedPresetLine,
  PresetDeletedLine,
  PresetExportedLine,
  PresetProblemLine,
  PresetRenamedLine,
  PresetImportedLine,
  PresetSavedLine,
} from './preset-lines.ts'
import type { AssignmentMadeLine, HandedInLine, WorkCheckedLine } from './assignment-lines.ts'
import type { PlaneLine, SliceLine } from './slice-lines.ts'
import type { TracedLine } from './trace-lines.ts'
import type { ProblemLine, CheckedLine, BackedUpLine, LostLine, RepairedLine } from './store-lines.ts'

/**
 * What each command prints with `--json`, one object a line, in the order in which lines come. `Output` accepts no
 * others, and docs/json-lines.md is made from these types and their comments.
 */
export interface JsonLines {
  train:
    RunPlanLine | RunStartedLine | DataExaminedLine | EpochLine | RunDoneLine | RunStoppedLine | RunFailedLine
  resume: RunResumedLine | EpochLine | RunDoneLine | RunStoppedLine | RunFailedLine
  evaluate:
    EvaluatedLine | SourceLine | FindingLine | DigitLine | ConfusionLine | RunsComparedLine | ComparisonLine
  predict: PredictedLine | PictureRefusedLine | DrawingReadLine | DrawingRefusedLine | DrawingsReadLine
  digits: OwnDigitLine | DigitProblemLine
  'digits import': DigitsImportedLine
  'digits export': DigitsExportedLine
  'digits edit': DigitsEditedLine
  'digits delete': DigitsDeletedLine
  'digits fine-tune': SourceLine | RunStartedLine | EpochLine | RunDoneLine | RunStoppedLine | RunFailedLine
  export: WeightsExportedLine | FormatLine
  import: WeightsImportedLine
  runs: RunLine | DamagedLine | MetricsExportedLine
  'runs export': RunsExportedLine
  'runs import': RunsImportedLine
  'runs edit': RunsEditedLine
  'runs thin': RunsThinnedLine
  presets: ListedPresetLine | PresetProblemLine
  'presets save': PresetSavedLine
  'presets rename': PresetRenamedLine
  'presets delete': PresetDeletedLine
  'presets export': PresetExportedLine
  'presets import': PresetImportedLine
  sweep:
    | SweepPlanLine
    | SweepExaminedLine
    | SweepRecordedLine
    | SweepCommandLine
    | SweepScriptLine
    | SweepStartedLine
    | SweepRunEndedLine
    | SweepResultLine
    | SweepVerdictLine
    | SweepInterruptedLine
  sweeps: SweepLine
  'sweeps show': SweepLine | SweepResultLine | SweepVerdictLine | SweepMissingLine
  'what-if': DataExaminedLine | ValueMeasuredLine | ValueEndedLine | WhatIfDoneLine
  'learning-curve': DataExaminedLine | CurvePointLine | CurveDoneLine
  report: ReportExportedLine
  download: DownloadedLine
  verify: CaseLine | VerifyDoneLine
  trace: TracedLine
  slice: SliceLine | PlaneLine
  'assignment new': AssignmentMadeLine
  'assignment hand-in': HandedInLine
  'assignment check': WorkCheckedLine
  'gradient-check': LayerLine | GradientDoneLine
  'store check': ProblemLine | CheckedLine
  'store backup': BackedUpLine
  'store repair': LostLine | RepairedLine
  reproduce: PresetLine | MeasuredLine | CurvePointLine | PresetComparedLine | ReproduceDoneLine
}

/** Any line of any command. */
export type JsonLine = JsonLines[keyof JsonLines]
