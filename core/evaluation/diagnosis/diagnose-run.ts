import { findCures } from './cures.ts'
import { type Course, readCourse, type RunEvidence } from './evidence.ts'
import { FINDERS, findTooSmall, MATERIAL, type Weighed } from './find-causes.ts'
import type { Diagnosed, Finding } from './finding.ts'

/** From this weight on a finding explains the errors of a run. */
const EXPLAINS = 45

/**
 * Says what stands in the way of a run, by its own evidence: causes with what helps against them, the likeliest first, and
 * after them remarks. The first is `fine` where nothing does. Never empty.
 */
export function diagnoseRun(evidence: RunEvidence): Diagnosed[] {
  const weighed = weigh(evidence).toSorted((a, b) => b.weight - a.weight)
  // Stuck outputs name the same classes, and why.
  const isStuck = weighed.some(({ finding }) => finding.code === 'stuck-outputs' && finding.classes !== null)
  const told = weighed.filter(({ finding }) => !isStuck || finding.code !== 'neglected-classes')
  return told.map(({ finding }) => ({ finding, cures: findCures(finding, evidence) }))
}

function weigh(evidence: RunEvidence): Weighed[] {
  const { reason, recipe } = evidence
  const divergence: Weighed[] =
    reason?.code === 'diverged'
      ? [
          {
            finding: {
              code: 'diverged',
              epoch: reason.epoch,
              learningRate: recipe.optimizer.learningRate,
            },
            weight: 100,
          },
        ]
      : []
  const course = readCourse(evidence)
  if (course === null)
    return divergence.length > 0 ? divergence : [{ finding: { code: 'unknown' }, weight: 0 }]
  const found = [...divergence, ...FINDERS.flatMap((find) => find(course, evidence))]
  const explains = (weight: number): boolean => found.some((each) => each.weight >= weight)
  const [tooSmall] = findTooSmall(course, evidence)
  // Few neurons explain what nothing else does; that a layer is narrower than the answer is evidence by itself.
  if (tooSmall !== undefined && (!explains(EXPLAINS) || (tooSmall.weight >= EXPLAINS && !explains(75)))) {
    found.push(tooSmall)
  }
  if (!found.some(({ weight }) => weight >= 28)) found.push({ finding: conclude(course), weight: 99 })
  return found
}

/** What is said of a run in which no cause was found. */
function conclude({ trainingError, trainingWeights, unseenError }: Course): Finding {
  return unseenError !== null && trainingError <= MATERIAL
    ? { code: 'fine', trainingError, trainingWeights, unseenError }
    : { code: 'unexplained', trainingError, trainingWeights, unseenError }
}
