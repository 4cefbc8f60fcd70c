import { activate, multiplySlope } from './activations'
import { augment } from './augmentation'
import { denormalize, gradientNorm, measureBatch, normalize, sumGradients, takeRunning } from './batch-norm'
import { backwardInput } from './dense-backward'
import { forwardDense } from './dense-forward'
import { gradientBiases, gradientDense } from './dense-gradient'
import { compress, countInk } from './compress'
import { constantsEnd, writeConstants } from './constants'
import { dropBackward, dropForward } from './dropout'
import { stepOnStored } from './gradients'
import { gatherRows, SPARSE } from './inputs'
import { measure, outputDelta } from './losses'
import { forwardSparse, touchRows, unitShareStart } from './sparse-forward'
import { gradientSparse, listPixels } from './sparse-gradient'
import { updateSparse } from './sparse-update'
import { Layer, layerAt, Net, shareStart } from './structures'
import { barrier, fail, hasFailed, start, waitForJob } from './threads'

export { compress, constantsEnd, countInk, fail, hasFailed, writeConstants }

// Jobs.
/** Ends the other threads. */
const EXIT: i32 = 0
/** Forward, loss, backward, and what the mode makes of the gradients. */
const TRAIN: i32 = 1
/** Forward and loss. */
const EVALUATE: i32 = 2
/** The optimizer's step on stored gradients. */
const STEP_ON_STORED: i32 = 3
/** As TRAIN, but the first layer over sparse rows is updated straight from its pixels. */
const TRAIN_DIRECT: i32 = 4

/** Bytes of the descriptions, for the program outside to compare with its own. */
export function layerSize(): i32 {
  return offsetof<Layer>()
}
export function netSize(): i32 {
  return offsetof<Net>()
}

/** Does the job that `net` describes, with all its threads; EXIT only tells them. */
export function run(net: Net): void {
  start(net)
  if (net.job == EXIT) return
  work(net, 0)
  barrier(net)
}

/** What thread `thread` > 0 does all its life. */
export function serve(net: Net, thread: i32): void {
  let jobs = 0
  for (;;) {
    jobs = waitForJob(net, jobs)
    if (net.job == EXIT) return
    work(net, thread)
    barrier(net)
  }
}

function work(net: Net, thread: i32): void {
  const job = net.job
  if (job == STEP_ON_STORED) {
    stepOnStored(net, thread)
    return
  }
  const from = shareStart(net.examples, thread, net.threads)
  const to = shareStart(net.examples, thread + 1, net.threads)
  if (net.augmentation) augment(net, layerAt(net, 0), thread, from, to)
  if (net.source == SPARSE) touchRows(net, net.examples + from, net.examples + to)
  forward(net, thread, from, to)
  const last = layerAt(net, net.layerCount - 1)
  measure(net, last, from, to)
  if (job == EVALUATE) return
  outputDelta(net, last, from, to)
  if (net.hasOutputSlope) multiplySlope(last, from, to)
  backward(net, thread, from, to)
  const isDirect = job == TRAIN_DIRECT
  const first = layerAt(net, 0)
  if (net.source == SPARSE && !isDirect) listPixels(net, first, thread, from, to)
  barrier(net)
  for (let k = 0; k < net.layerCount; k++) {
    const layer = layerAt(net, k)
    if (k > 0 || net.source != SPARSE) gradientDense(net, layer, thread)
    else if (isDirect) updateSparse(net, layer, thread)
    else gradientSparse(net, layer, thread)
    gradientBiases(net, layer, thread)
    if (layer.hasBatchNorm) gradientNorm(net, layer, thread)
  }
}

function forward(net: Net, thread: i32, from: i32, to: i32): void {
  gatherRows(net, layerAt(net, 0), from, to)
  for (let k = 0; k < net.layerCount; k++) {
    const layer = layerAt(net, k)
    if (k == 0 && net.source == SPARSE) forwardFirst(net, layer, thread, from, to)
    else forwardDense(layer, from, to)
    if (layer.hasBatchNorm) {
      barrier(net)
      if (net.usesBatchStatistics) measureBatch(net, layer, thread)
      else takeRunning(net, layer, thread)
      barrier(net)
      normalize(layer, from, to)
    }
    activate(layer, from, to)
    if (layer.dropsOut) dropForward(net, layer, from, to)
  }
}

/**
 * The first layer over sparse rows. Where it will be updated straight from the pixels, a thread does its units of all
 * examples: the weights that it changes are those that it reads, and stay in its cache. Else it does its examples.
 */
function forwardFirst(net: Net, layer: Layer, thread: i32, from: i32, to: i32): void {
  if (net.job != TRAIN_DIRECT || net.threads == 1) {
    forwardSparse(net, layer, from, to, 0, layer.vectors)
    return
  }
  // All threads read the images that each has varied.
  if (net.augmentation) barrier(net)
  const first = unitShareStart(layer.vectors, thread, net.threads)
  const last = unitShareStart(layer.vectors, thread + 1, net.threads)
  forwardSparse(net, layer, 0, net.examples, first, last)
  barrier(net)
}

/** From δ of the output layer, ∂C/∂s, to ∂C/∂z of every layer. */
function backward(net: Net, thread: i32, from: i32, to: i32): void {
  for (let k = net.layerCount - 1; k >= 0; k--) {
    const layer = layerAt(net, k)
    if (k < net.layerCount - 1) {
      if (layer.dropsOut) dropBackward(net, layer, from, to)
      multiplySlope(layer, from, to)
    }
    if (layer.hasBatchNorm) {
      barrier(net)
      sumGradients(net, layer, thread)
      barrier(net)
      denormalize(net, layer, from, to)
    }
    if (k > 0) backwardInput(layer, layerAt(net, k - 1).stride, from, to)
  }
}
