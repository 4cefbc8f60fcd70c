import { ACTIVATION_SHAPES } from '../../activations/names.ts'
import { isWarning } from '../../data/examine-parts.ts'
import { fittingRate } from '../../recipe/fitting-defaults.ts'
import type { StopReason } from '../../runs/reason.ts'
import { findIdleEnd, plannedRates } from '../../training/learning-rate.ts'
import { type Course, marginOf, type RunEvidence } from './evidence.ts'
import type { Finding, HighRateSign, NeglectedClass } from './finding.ts'
import { findRegularization } from './find-regularization.ts'
import { flatUnits, hiddenSizes, outputSpread, startSpread } from './start-of-run.ts'

/** A finding and how well the evidence speaks for it as the cause, from 0 to 100. */
export interface Weighed {
  readonly finding: Finding
  readonly weight: number
}

/** An error below it is not worth a cure. */
export const MATERIAL = 0.02
/** Sums of this standard deviation lie where a squashing activation is flat. */
const WIDE = 3
/** Below it a class is hardly ever recognized. */
const NEGLECTED = 0.3

type Find = (course: Course, evidence: RunEvidence) => readonly Weighed[]

/** Looks at one kind of cause each; what they weigh ranks them. */
export const FINDERS: readonly Find[] = [
  findData,
  findSymmetry,
  findSquaredOutputs,
  findLargeInputs,
  findDeadUnits,
  findRate,
  findStart,
  findFadingGradient,
  findRegularization,
  findLength,
  findOverfitting,
  findIdleRates,
  findNeglected,
  findSmallParts,
]

/** The error on images that were not learned from says only above it that a network has not learned its own. */
const BOUND = 0.05

const isTrained = ({ trainingError, trainingWeights }: Course): boolean =>
  trainingError <= (trainingWeights === null ? BOUND : MATERIAL)
const isFine = (course: Course): boolean => isTrained(course) && course.gap <= MATERIAL / 2
const isAtChance = ({ trainingError, chance }: Course): boolean =>
  1 - trainingError < chance + 0.1 * (1 - chance)

function findData(course: Course, { data = null }: RunEvidence): Weighed[] {
  return (data?.findings ?? []).flatMap((finding) => {
    if (!isWarning(finding)) return []
    const isCause =
      finding.code === 'missing-classes' || finding.code === 'rare-classes' || finding.code === 'one-class'
    if (finding.code === 'unbalanced' && neglectedIn(course).length === 0) {
      return [{ finding: { code: 'data', finding }, weight: 15 }]
    }
    return [
      { finding: { code: 'data', finding }, weight: isCause ? 95 : finding.code === 'unbalanced' ? 70 : 25 },
    ]
  })
}

function findSymmetry(course: Course, { recipe, startsFromWeights = false }: RunEvidence): Weighed[] {
  const { name } = recipe.initializer
  const isUniform = name === 'zeros' || name === 'constant'
  if (!isUniform || startsFromWeights || recipe.layers.length === 1 || isFine(course)) return []
  return [{ finding: { code: 'symmetric-start', initializer: name }, weight: 92 }]
}

function findSquaredOutputs(course: Course, { recipe }: RunEvidence): Weighed[] {
  const output = recipe.layers.at(-1)!.activation
  if (recipe.loss !== 'mse' || ACTIVATION_SHAPES[output] === 'squashing' || isFine(course)) return []
  return [{ finding: { code: 'squared-outputs', output }, weight: 70 }]
}

function findLargeInputs(course: Course, { recipe }: RunEvidence): Weighed[] {
  if (recipe.data.normalization !== 'none' || isFine(course)) return []
  return [{ finding: { code: 'large-inputs' }, weight: 80 }]
}

function findDeadUnits(course: Course, { recipe }: RunEvidence): Weighed[] {
  if (isFine(course)) return []
  const found = recipe.layers.slice(0, -1).flatMap(({ activation, units }, layer): Weighed[] => {
    const dead = course.layers?.[layer]?.dead ?? 0
    const isNarrow = units < recipe.layers.at(-1)!.units
    if (ACTIVATION_SHAPES[activation] !== 'rectifying' || dead < 0.25 * units || isNarrow) return []
    return [{ finding: { code: 'dead-units', layer, dead, units }, weight: 40 + (50 * dead) / units }]
  })
  // The layer that lost most stands for all.
  return found.toSorted((a, b) => b.weight - a.weight).slice(0, 1)
}

/** A training error above which a loss that hardly falls says that something is wrong, and not that all is learned. */
const HIGH_ERROR = 0.3

function findRate(course: Course, evidence: RunEvidence): Weighed[] {
  const { recipe } = evidence
  const { learningRate } = recipe.optimizer
  const fitting = fittingRate(recipe)
  const { epochCount: epochs, rises, firstLoss, lastLoss, lowestLoss } = course
  if (isFine(course)) return []
  const sign = signOfHighRate(course, evidence, learningRate / fitting)
  if (sign !== null) {
    const losses = { firstLoss, lastLoss, lowestLoss }
    return [
      {
        finding: { code: 'rate-too-high', ...{ learningRate, fitting, sign, rises, epochs }, ...losses },
        weight: 82,
      },
    ]
  }
  // Large mini-batches and long trainings get along with a smaller rate; then the error says that nothing is wrong.
  const isLow = learningRate < fitting / 10 && !isTrained(course) && rises <= 0.25 * epochs
  return isLow ? [{ finding: { code: 'rate-too-low', learningRate, fitting }, weight: 85 }] : []
}

/**
 * What shows that a rate is too high; null where nothing does. A rate beyond the fitting one is no evidence by itself, and
 * neither is a loss that rose once, near its end at nothing, or until a schedule lowered the rate.
 * @param excess the rate in parts of the fitting one
 */
function signOfHighRate(
  course: Course,
  { startsFromWeights = false }: RunEvidence,
  excess: number,
): HighRateSign | null {
  const { epochCount: epochs, rises, trainingError, lastLoss, firstLoss } = course
  if (isTrained(course) || excess <= 1) return null
  const risesOften = rises >= Math.max(2, 0.25 * (epochs - 1)) && !course.isSettled
  if (excess >= 3 && epochs > 1) {
    if (isAtChance(course)) return 'guessing'
    // Trained weights begin where the loss has fallen already.
    const isStuck = trainingError > HIGH_ERROR && lastLoss > 0.8 * firstLoss
    if (isStuck && !startsFromWeights) return 'not-falling'
    if (risesOften) return 'rising'
  }
  return risesOften && trainingError > 0.05 ? 'rising' : null
}

function neglectedIn({ classes, answered, unseenPart: part }: Course): NeglectedClass[] {
  return (classes ?? []).flatMap(({ label, name, recall, support }) =>
    recall !== null && recall < NEGLECTED && (answered?.[label] ?? 0) < 0.5 * support
      ? [{ name, recall, part }]
      : [],
  )
}

/** From this share of flat neurons on, a wide start still holds a network back. */
const HELD_SHARE = 0.25
/** The training error above which it does, where nobody counted flat neurons. */
const HELD_ERROR = 0.1

/** First weights that are too wide, and outputs that never left the bound where they began. */
function findStart(course: Course, evidence: RunEvidence): Weighed[] {
  const { recipe } = evidence
  if (evidence.startsFromWeights === true) return []
  const found: Weighed[] = []
  const output = recipe.layers.at(-1)!
  const spread = outputSpread(recipe)
  const isSquared = recipe.loss === 'mse' && ACTIVATION_SHAPES[output.activation] === 'squashing'
  const neglected = neglectedIn(course)
  // Each output that stays at its bound costs its whole class.
  const losesClass =
    course.classes === null ? course.trainingError > 0.6 / output.units : neglected.length > 0
  if (isSquared && spread >= WIDE && losesClass && course.trainingError > MATERIAL) {
    const classes = course.classes === null ? null : neglected
    found.push({ finding: { code: 'stuck-outputs', classes, spread }, weight: 78 })
  }
  const hidden = recipe.layers.slice(0, -1)
  const activation = hidden[0]?.activation
  const first = startSpread(recipe)
  if (activation !== undefined && !hidden[0]!.batchNorm && first >= WIDE && !isFine(course)) {
    const flat = flatUnits(course.layers, recipe)
    const units = hidden.reduce((sum, layer) => sum + layer.units, 0)
    const { name: initializer } = recipe.initializer
    const isHeld =
      flat === null ? course.trainingError > HELD_ERROR : flat.dead + flat.saturated >= HELD_SHARE * units
    const finding = {
      code: 'wide-start',
      ...{ initializer, activation, spread: first, flat, units, isHeld },
    } as const
    found.push({ finding, weight: ACTIVATION_SHAPES[activation] === 'rectifying' ? 76 : 62 })
  }
  return found
}

/** The first layer's gradient this many times smaller than the last's hardly moves it. */
const FADED = 0.2

function findFadingGradient(course: Course, { recipe }: RunEvidence): Weighed[] {
  const hidden = recipe.layers.slice(0, -1)
  const isLong =
    hidden.length >= 3 &&
    hidden.every(({ activation, batchNorm }) => ACTIVATION_SHAPES[activation] === 'squashing' && !batchNorm)
  const first = course.layers?.[0]?.gradientNorm
  const last = course.layers?.at(-1)?.gradientNorm
  if (!isLong || isTrained(course) || !first || !last) return []
  const ratio = first / last
  // At chance all gradients are small alike, and the depth is still what the recipe has too much of.
  const isFaded = ratio < FADED || isAtChance(course)
  return [{ finding: { code: 'fading-gradient', layers: hidden.length, ratio }, weight: isFaded ? 66 : 60 }]
}

/** Steps of an epoch below which mini-batches are large for the number of images. */
const FEW_STEPS = 40

function findLength(course: Course, { recipe, reason, isEarlier = false }: RunEvidence): Weighed[] {
  if (isEarlier) return []
  if (isTrained(course) || (course.unseenRise ?? 1) > 1.05) return []
  const { epochCount: epochs, lastGain: share } = course
  const isImproving = epochs <= 3 ? share === null || share > 0.05 : (share ?? 0) > 0.04
  if (!isImproving) return []
  const perEpoch = Math.ceil(recipe.data.trainSize / recipe.batchSize)
  const found: Weighed[] = []
  if (perEpoch < FEW_STEPS && recipe.batchSize > 32) {
    const finding = { code: 'few-steps', steps: perEpoch * epochs, batchSize: recipe.batchSize } as const
    found.push({ finding, weight: 74 })
  }
  const stop = stoppedBy(reason)
  found.push(
    stop === null
      ? { finding: { code: 'still-improving', epochs, share }, weight: epochs <= 3 ? 72 : 52 }
      : { finding: { code: 'stopped-early', reason: stop }, weight: 64 },
  )
  return found
}

/** A stopping rule that may have come too soon; a target that was reached is what was wished for. */
function stoppedBy(reason: RunEvidence['reason']): StopReason | null {
  return reason?.code === 'time-up' || reason?.code === 'converged' || reason?.code === 'lost-patience'
    ? reason
    : null
}

function findOverfitting(course: Course, { recipe }: RunEvidence): Weighed[] {
  const { gap, trainingError, trainingWeights, unseenError, unseenRise } = course
  // Where most errors are there on training images too, nothing was learned by heart.
  if (trainingWeights === null || unseenError === null || gap <= MATERIAL / 2 || gap < trainingError / 4)
    return []
  const finding = {
    code: 'overfitting',
    ...{ trainingError, trainingWeights, unseenError, images: recipe.data.trainSize },
    lossRise: unseenRise !== null && unseenRise > 1.1 ? unseenRise : null,
  } as const
  return [{ finding, weight: gap > 2 * trainingError ? 61 : gap > trainingError / 2 ? 50 : 30 }]
}

function findIdleRates(course: Course, { recipe }: RunEvidence): Weighed[] {
  const idle = findIdleEnd(plannedRates(recipe).slice(0, course.epochCount))
  // One idle epoch of many costs little; a schedule that fades early is what ended the training.
  const weight = isTrained(course) ? 18 : 25 + (50 * idle.epochs) / course.epochCount
  return idle.epochs === 0 ? [] : [{ finding: { code: 'idle-end', ...idle }, weight }]
}

function findNeglected(course: Course): Weighed[] {
  const classes = neglectedIn(course)
  return classes.length === 0 ? [] : [{ finding: { code: 'neglected-classes', classes }, weight: 35 }]
}

/** Half an interval wider than this leaves an error open. */
const BROAD = 0.02

function findSmallParts({ unseenCount, unseenError }: Course): Weighed[] {
  if (unseenError === null) return []
  // No mistake among few images does not mean that there are none.
  const margin = unseenError === 0 ? 3 / unseenCount : marginOf(unseenError, unseenCount)
  return margin <= BROAD
    ? []
    : [{ finding: { code: 'few-unseen-images', count: unseenCount, margin }, weight: 12 }]
}

/** What is left where nothing else explains the training error: too few neurons. */
export function findTooSmall(course: Course, { recipe }: RunEvidence): Weighed[] {
  const { trainingError, trainingWeights } = course
  if (trainingWeights === null || isTrained(course)) return []
  const hidden = hiddenSizes(recipe)
  const classes = recipe.layers.at(-1)!.units
  const isNarrow = hidden.length === 0 || hidden.some((units) => units < classes)
  const finding = { code: 'too-small', hidden, trainingError, trainingWeights } as const
  return [{ finding, weight: isNarrow ? 68 : 28 }]
}
