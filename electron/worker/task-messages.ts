import type { Calibration } from '#core/evaluation/calibration.ts'
import type { AnswerThresholds } from '#core/evaluation/answer-thresholds.ts'
import type { NoveltyModel } from '#core/evaluation/novelty/novelty.ts'
import type { TrainedEpoch } from '#core/runs/epoch-metrics.ts'
import type { BatchRacePlan, RaceLine } from '#core/experiments/batch-race.ts'
import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import type { LearningCurvePlan } from '#core/experiments/learning-curve-plan.ts'
import type { WhatIfLine } from '#core/experiments/what-if.ts'
import type { WhatIfPlan } from '#core/experiments/what-if-plan.ts'
import type { NetworkGradientCheck } from '#core/verification/check-network-gradient.ts'
import type { DepthPlan, DepthProfile } from '#core/explain/depth.ts'
import type { ImageShapes } from '#core/evaluation/slices.ts'
import type { Predictions } from '#core/evaluation/predict-all.ts'
import type { FoundNetwork } from '#core/formats/found-network.ts'
import type { Judgement } from '#core/importing/judge-answers.ts'
import type { ImportAnswers } from '#core/importing/settle-network.ts'
import type { PartName } from '#core/data/data-set.ts'
import type { BackwardDefect } from '#core/engine/network-pass.ts'
import type { SmallestChange } from '#core/explain/smallest-change.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { DataResults, DataTask, DataUpdates } from './data-messages.ts'
import type { InsideResults, InsideTask } from './inside-messages.ts'
import type { PlaneTask, SliceResults, SliceTask } from './slice-messages.ts'
import type {
  BatchRaceUpdate,
  InsideProgress,
  LearningCurveUpdate,
  NearestImages,
  PackedEpochs,
  SliceUpdate,
  WhatIfUpdate,
} from '#contract/types.ts'

/** Measures a network on the first images of a part of a data set. */
export interface EvaluateTask {
  readonly type: 'evaluate'
  readonly recipe: Recipe
  readonly parameters: Float64Array
  readonly dataSet: string
  readonly part: 'training' | 'test'
  /** Only this many images, from the first; null: all. */
  readonly count: number | null
}

/** Asks a network about each of the images that `EvaluateTask` would take. */
export interface PredictTask extends Omit<EvaluateTask, 'type'> {
  readonly type: 'predict'
}

/** Asks a network about each image of a part as its own recipe takes it. */
export interface InspectTask {
  readonly type: 'inspect'
  readonly recipe: Recipe
  readonly parameters: Float64Array
  readonly part: PartName
  /** At most this many images, from the first; null: all. */
  readonly limit: number | null
}

/** Finds from what on a network's answers count, on its recipe's validation images. */
export interface FindThresholdsTask {
  readonly type: 'findThresholds'
  readonly recipe: Recipe
  readonly parameters: Float64Array
}

/** Finds the temperature at which a network's confidences are right, on its recipe's validation images. */
export interface CalibrateTask {
  readonly type: 'calibrate'
  readonly recipe: Recipe
  readonly parameters: Float64Array
}

/** Learns what the images look like that a recipe learns from. */
export interface LearnNoveltyTask {
  readonly type: 'learnNovelty'
  readonly recipe: Recipe
}

/** Takes some images of a part as a recipe takes it. */
export interface PickTask {
  readonly type: 'pick'
  readonly recipe: Recipe
  readonly part: PartName
  readonly indices: readonly number[]
}

/** Looks for the smallest change of an image that turns a network's answer. */
export interface TurnAnswerTask {
  readonly type: 'turnAnswer'
  readonly recipe: Recipe
  readonly parameters: Float64Array
  /** `(inputSize)` bytes. */
  readonly image: Uint8Array
}

/** Finds those of a recipe's training images that are nearest to an image. */
export interface FindNearestTask {
  readonly type: 'findNearest'
  readonly recipe: Recipe
  /** `(inputSize)` bytes. */
  readonly image: Uint8Array
  readonly most: number
}

/** Compares the backward pass with central differences on the recipe's first training images. */
export interface CheckGradientTask {
  readonly type: 'checkGradient'
  readonly recipe: Recipe
  readonly parameters: Float64Array
  readonly defect: BackwardDefect | undefined
}

/** Trains networks on growing amounts of images, each from fresh weights, and reports each when it is measured. */
export interface DrawCurveTask {
  readonly type: 'drawCurve'
  readonly recipe: Recipe
  readonly plan: LearningCurvePlan
}

/** Trains a recipe for a few epochs with each value of a field, and reports each measurement. */
export interface TryValuesTask {
  readonly type: 'tryValues'
  readonly recipe: Recipe
  readonly plan: WhatIfPlan
}

/** Trains a recipe with each of some batch sizes, one after the other, and reports each measurement. */
export interface RaceBatchesTask {
  readonly type: 'raceBatches'
  readonly recipe: Recipe
  readonly plan: BatchRacePlan
}

/** How long training a recipe takes, about, in milliseconds. */
export interface RecipePace {
  /** Time until it begins, with the data in memory. */
  readonly startMs: number
  readonly epochMs: number
}

/** Trains recipes for a moment each, to know their pace. */
export interface MeasurePaceTask {
  readonly type: 'measurePace'
  readonly recipes: readonly Recipe[]
  /** Threads to compute with. */
  readonly threads: number
}

/** Looks through a deep network before its training, on the first validation images of a data set as it is usually split. */
export interface DepthTask {
  readonly type: 'depth'
  readonly dataSet: string
  readonly plan: DepthPlan
}

/** Trains a recipe from its seed to its end, without storing it. */
export interface RetrainTask {
  readonly type: 'retrain'
  readonly recipe: Recipe
}

/** Reads a file with weights, of any format that can be read. */
export interface FindNetworkTask {
  readonly type: 'findNetwork'
  /** Without its folder. */
  readonly fileName: string
  readonly bytes: Uint8Array
}

/** Judges answers to what a file with weights leaves open, on a data set's test images. */
export interface JudgeAnswersTask {
  readonly type: 'judgeAnswers'
  readonly network: FoundNetwork
  /** Not judged. */
  readonly given: ImportAnswers
  /** Beside which each other one is judged; without them those that serve best are looked for. */
  readonly beside?: ImportAnswers | undefined
  readonly dataSet: string
}

/** Draws the charts of a report of long runs, which takes up to a second. */
export interface DrawChartsTask {
  readonly type: 'drawCharts'
  readonly runs: readonly PackedChartRun[]
}

/** A run as a report's chart draws it. */
export interface PackedChartRun {
  readonly id: string
  readonly name: string
  /** Any CSS colour. */
  readonly colour: string
  /** In pixels of line and gap; empty for full lines. */
  readonly dash: readonly number[]
  /** Images of one epoch. */
  readonly trainSize: number
  /** All its epochs in order, without their layers. */
  readonly parts: readonly PackedEpochs[]
}

export type Task =
  | EvaluateTask
  | PredictTask
  | InspectTask
  | PickTask
  | CheckGradientTask
  | DrawCurveTask
  | TryValuesTask
  | InsideTask
  | RaceBatchesTask
  | SliceTask
  | PlaneTask
  | MeasurePaceTask
  | FindThresholdsTask
  | CalibrateTask
  | LearnNoveltyTask
  | TurnAnswerTask
  | FindNearestTask
  | DataTask
  | DepthTask
  | RetrainTask
  | FindNetworkTask
  | JudgeAnswersTask
  | DrawChartsTask

/** A result that is of a data set. */
interface OfData {
  /** Of the data set's images and labels, hexadecimal. */
  readonly dataSha256: string
}

/** What is known of each image that a network was asked about. */
interface OfLabels {
  /** `(count)` */
  readonly labels: Uint8Array
  /** `(count)`, see `LabelledImages.sources`; null where nothing is mixed. */
  readonly sources: Uint8Array | null
}

export interface TaskResults extends DataResults, InsideResults, SliceResults {
  readonly evaluate: OfData & { readonly loss: number; readonly correct: number; readonly total: number }
  readonly predict: Predictions & OfData & OfLabels
  readonly inspect: Predictions & OfData & OfLabels & { readonly shapes: ImageShapes }
  /** Null where there are no validation images. */
  readonly findThresholds: OfData & { readonly thresholds: AnswerThresholds | null }
  /** Null where there are no validation images, or nothing can be calibrated. */
  readonly calibrate: OfData & { readonly calibration: Calibration | null }
  /** Null where they do not tell, see `learnNovelty`. */
  readonly learnNovelty: OfData & { readonly model: NoveltyModel | null }
  readonly turnAnswer: SmallestChange | null
  readonly findNearest: OfData & Omit<NearestImages, 'hasChanged'>
  readonly pick: {
    readonly rows: number
    readonly columns: number
    readonly images: Uint8Array
    readonly labels: readonly number[]
  }
  readonly checkGradient: NetworkGradientCheck
  readonly drawCurve: readonly LearningCurvePoint[]
  readonly tryValues: readonly WhatIfLine[]
  readonly raceBatches: readonly RaceLine[]
  readonly measurePace: readonly RecipePace[]
  readonly depth: DepthProfile
  readonly findNetwork:
    | {
        readonly format: string
        readonly network: FoundNetwork
        /** Of the file's bytes, hexadecimal. */
        readonly sha256: string
        readonly problem?: never
      }
    | { readonly problem: string }
  readonly judgeAnswers: Judgement
  /** Each as SVG. */
  readonly drawCharts: readonly string[]
  readonly retrain: OfData & {
    readonly epochs: readonly TrainedEpoch[]
    /** After the last epoch; empty where none was finished. */
    readonly parameters: Float64Array
  }
}

/** The updates that each of the long tasks reports while it runs. */
interface TaskUpdates extends DataUpdates {
  readonly drawCurve: LearningCurveUpdate
  readonly tryValues: WhatIfUpdate
  readonly raceBatches: BatchRaceUpdate
  readonly sliceRun: SliceUpdate
  readonly planeOfRun: SliceUpdate
  readonly retrain: { readonly epochsDone: number; readonly epochs: number }
  readonly watchUnits: InsideProgress
  readonly layOutLayer: InsideProgress
  readonly judgeAnswers: number
}
export type LongTaskName = keyof TaskUpdates

/** What a task reports while it runs; a short one reports nothing. */
export type TaskUpdate<Name extends Task['type'] = Task['type']> = Name extends LongTaskName
  ? TaskUpdates[Name]
  : never
