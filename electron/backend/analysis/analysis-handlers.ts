import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import type { AnswerExplainer } from './answer-explainer.ts'
import type { BatchRaces } from './batch-races.ts'
import type { Calibrator } from './calibrator.ts'
import type { DrawingReader } from './drawing-reader.ts'
import type { DepthProfiler } from './depth-profiler.ts'
import type { Evaluator } from './evaluator.ts'
import type { Inspector } from './inspector.ts'
import type { LearningCurves } from './learning-curves.ts'
import type { PictureReader } from './pictures/picture-reader.ts'
import type { RunPredictor } from './run-predictor.ts'
import type { RunLayers } from './run-layers.ts'
import type { RunSlicer } from './run-slicer.ts'
import type { RunTracer } from './run-tracer.ts'
import type { RunComparer } from './run-comparer.ts'
import type { WhatIfs } from './what-ifs.ts'

/** Carries out the calls that ask what runs can do. */
export function analysisHandlers({
  pictures,
  predictor,
  drawings,
  calibrator,
  explainer,
  tracer,
  evaluator,
  inspector,
  comparer,
  depth,
  races,
  curves,
  whatIfs,
  slicer,
  layers,
}: {
  readonly pictures: PictureReader
  readonly predictor: RunPredictor
  readonly drawings: DrawingReader
  readonly calibrator: Calibrator
  readonly explainer: AnswerExplainer
  readonly tracer: RunTracer
  readonly evaluator: Evaluator
  readonly inspector: Inspector
  readonly comparer: RunComparer
  readonly depth: DepthProfiler
  readonly races: BatchRaces
  readonly curves: LearningCurves
  readonly whatIfs: WhatIfs
  readonly slicer: RunSlicer
  readonly layers: RunLayers
}): HandlersOf<typeof analysisCalls> {
  return {
    readPicture: ({ runId, picture }) => pictures.read(runId, picture),
    predict: ({ runId, epoch, image }) => predictor.predict(runId, epoch, image),
    judgeAnswer: (input) => drawings.judge(input),
    readDrawings: (input) => drawings.read(input),
    readImages: (input) => drawings.readImages(input),
    calibrate: (input) => calibrator.calibrate(input),
    traceRun: (input) => tracer.trace(input),
    explainAnswer: (input) => explainer.explain(input),
    turnAnswer: (input) => explainer.turn(input),
    findNearest: (input) => explainer.findNearest(input),
    evaluate: (input) => evaluator.evaluate(input),
    inspect: (input) => inspector.inspect(input),
    getConfusedImages: (input) => inspector.takeCell(input),
    rankAnswers: (input) => inspector.rankAnswers(input),
    compare: (input) => comparer.compare(input),
    getDisagreements: (input) => comparer.takeDisagreements(input),
    diagnose: (input) => inspector.diagnose(input),
    checkGradient: (input) => inspector.checkGradient(input),
    profileDepth: (input) => depth.profile(input),
    drawLearningCurve: (input, work) => curves.draw(input, work),
    raceBatches: (input, work) => races.race(input, work),
    tryValues: (input, work) => whatIfs.tryValues(input, work),
    sliceRun: (input, work) => slicer.slice(input, work),
    planeOfRun: (input, work) => slicer.plane(input, work),
    pictureLayer: (input) => layers.picture(input),
    watchUnits: (input, work) => layers.watch(input, work),
    projectLayer: (input) => layers.project(input),
    layOutLayer: (input, work) => layers.layOut(input, work),
    followImage: (input) => layers.follow(input),
    findFavourites: (input) => layers.findFavourites(input),
  }
}
