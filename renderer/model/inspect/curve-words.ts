import type { RunSummary } from '#contract/types.ts'
import {
  curveWork,
  type LearningCurvePlan,
  measuredPace,
  withEpochs,
} from '#core/experiments/learning-curve-plan.ts'
import { RecipeError } from '#core/recipe/recipe.ts'
import { countOf, formatCount, formatRemaining } from '../format.ts'
import type { RunCurve } from './run-curve.ts'

/** 0.05 as `5 %`. */
export const formatShare = (share: number): string =>
  `${(100 * share).toLocaleString('en-US', { maximumFractionDigits: 1 })}\u00a0%`

/** Why a plan cannot be drawn, in words; null where it can. */
export function findPlanProblem({ recipe }: RunSummary, plan: LearningCurvePlan): string | null {
  if (plan.sizes.length < 2) return 'Choose two amounts of images at least: one point is no curve.'
  try {
    curveWork(recipe, plan)
    return null
  } catch (error) {
    if (!(error instanceof RecipeError)) throw error
    const fewest = formatCount(Math.min(...plan.sizes))
    return `With ${fewest} images: ${error.message}. Leave small amounts out, or take fewer epochs.`
  }
}

/** How much work a plan is and how long it may take, by the speed of the run. @throws RecipeError */
export function describeDuration(run: RunSummary, plan: LearningCurvePlan): string {
  const networks = countOf(plan.sizes.length * plan.seeds.length, 'network')
  const pace = measuredPace(run.recipe, run)
  if (pace === null) return `${networks}; how long they take is not known.`
  const mostMs = pace * curveWork(run.recipe, plan)
  // Where a stopping rule ended the run, it will end networks too.
  const share = run.status === 'completed' ? run.epochsDone / run.recipe.epochs : 1
  if (share >= 1) return `${networks}, ${formatAbout(mostMs)} at the speed of this run.`
  return `${networks}, ${formatAbout(mostMs * share)} if they stop as early as this run, ${formatAbout(mostMs)} at most.`
}

/** An estimate is good to a minute, and to a second only where it is short. */
function formatAbout(durationMs: number): string {
  const minutes = Math.round(durationMs / 60_000)
  if (durationMs < 1000) return formatRemaining(durationMs)
  return `about ${minutes < 1 || minutes >= 60 ? formatRemaining(durationMs) : `${minutes}\u00a0min`}`
}

/** What all networks of a curve have in common, and what that means for few images. */
export function describeEqual({ recipe }: RunSummary, plan: LearningCurvePlan): string {
  const { trainSize } = recipe.data
  const rules = hasStoppingRule(recipe.stopping) ? ' The recipe’s stopping rules may end one sooner.' : ''
  if (plan.equal === 'epochs') {
    return `Each network sees each of its images ${countOf(plan.epochs, 'time')}. Few images then mean few training steps, so part of what small amounts lack is training.${rules}`
  }
  const { batchSize } = withEpochs(recipe, plan.epochs)
  const steps = plan.epochs * Math.ceil(trainSize / batchSize)
  return `Each network makes as many training steps as ${countOf(plan.epochs, 'epoch')} of all ${countOf(trainSize, 'image')} take, about ${formatCount(steps)}. It sees few images more often.${rules}`
}

function hasStoppingRule(stopping: RunSummary['recipe']['stopping']): boolean {
  const { patience, convergence, targetAccuracy, timeLimitSeconds } = stopping
  return [patience, convergence, targetAccuracy, timeLimitSeconds].some((rule) => rule !== null)
}

/** How far a curve under way is. */
export function describeCurveProgress({ progress, plan, points }: RunCurve): string {
  const networks = plan.sizes.length * plan.seeds.length
  if (progress === null) return 'reading the data'
  const { size, seed, remainingMs } = progress
  const left = remainingMs === null ? '' : ` · ${formatRemaining(remainingMs)} left`
  return `network ${Math.min(points.length + 1, networks)} of ${networks}: ${countOf(size, 'image')}, seed ${seed}${left}`
}

/** Of how many seeds the means are: fewer where networks diverged, or are not trained yet or any more. */
function networksEach(points: RunCurve['points'], { sizes, seeds }: LearningCurvePlan): string {
  const counts = sizes.map(
    (size) => points.filter((point) => point.size === size && point.trainAccuracy !== null).length,
  )
  const fewest = Math.min(...counts)
  return fewest === seeds.length ? `${seeds.length} seeds` : `up to ${seeds.length} seeds`
}

/** How the curve came about, below it. */
export function describeCurve({ plan, points, state }: RunCurve): string {
  const { seeds, equal, epochs } = plan
  const networks = plan.sizes.length * seeds.length
  const spread =
    seeds.length === 1
      ? `One seed, ${seeds[0]}.`
      : `Mean of ${networksEach(points, plan)}; each dot is a network, the band spans lowest to highest.`
  const held =
    equal === 'steps'
      ? `Equal training steps, as in ${countOf(epochs, 'epoch')} of all images.`
      : `Equal epochs, ${formatCount(epochs)}: more images also mean more training steps.`
  const diverged = points.filter(({ trainAccuracy }) => trainAccuracy === null).length
  return [
    spread,
    held,
    ...(diverged > 0
      ? [`${formatCount(diverged)} of ${countOf(points.length, 'network')} diverged, and do not count.`]
      : []),
    ...(state === 'cancelled' ? [`Cancelled after ${points.length} of ${networks} networks.`] : []),
  ].join(' ')
}
