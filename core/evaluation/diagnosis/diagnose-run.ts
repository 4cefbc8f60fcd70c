import { giveWay } from './beside.ts'
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
  const reported = weighed.filter(({ finding }) => !isStuck || finding.code !== 'neglected-classes')
  return reported.map(({ finding, cures }) => ({ finding, cures }))
}

/** A finding with what helps against it, and how well the evidence speaks for it. */
interface Settled extends Diagnosed {
  readonly weight: number
}

/** What is left of findings once they are held against the runs beside this one. */
function settle(found: readonly Weighed[], evidence: RunEvidence): Settled[] {
  const { recipe, beside = null } = evidence
  return found.flatMap(({ finding, weight }) => {
    const diagnosed = { finding, cures: findCures(finding, evidence) }
    const left = beside === null ? diagnosed : giveWay(diagnosed, recipe, beside)
    if (left === null) return []
    return [{ ...left, weight: left.finding.code === 'tried' ? REMARK : weight }]
  })
}

/** The weight of what is worth a word after all causes. */
const REMARK = 16

function weigh(evidence: RunEvidence): Settled[] {
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
    return divergence.length > 0
      ? settle(divergence, evidence)
      : [{ finding: { code: 'unknown' }, cures: [], weight: 0 }]
  const found = settle([...divergence, ...FINDERS.flatMap((find) => find(course, evidence))], evidence)
  const explains = (weight: number): boolean => found.some((each) => each.weight >= weight)
  const [tooSmall] = findTooSmall(course, evidence)
  // Few neurons explain what nothing else does; that a layer is narrower than the answer is evidence by itself.
  if (tooSmall !== undefined && (!explains(EXPLAINS) || (tooSmall.weight >= EXPLAINS && !explains(75)))) {
    found.push(...settle([tooSmall], evidence))
  }
  if (!found.some(({ weight }) => weight >= 28)) {
    found.push({ finding: conclude(course), cures: [], weight: 99 })
  }
  return found
}

/** What is said of a run in which no cause was found. */
function conclude({ trainingError, trainingWeights, unseenError }: Course): Finding {
  return unseenError !== null && trainingError <= MATERIAL
    ? { code: 'fine', trainingError, trainingWeights, unseenError }
    : { code: 'unexplained', trainingError, trainingWeights, unseenError }
}
