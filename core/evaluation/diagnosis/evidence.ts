import { NORMAL_POINT } from '../student.ts'
import type { DataExamination } from '../../data/examine-parts.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { EpochMetrics, EpochSummary, TrainedEpoch } from '../../runs/epoch-metrics.ts'
import type { RunReason } from '../../runs/reason.ts'
import type { ClassReport, Confusion } from '../confusion.ts'
import type { Beside } from './beside.ts'
import { EpochCourse } from './epoch-course.ts'
import type { TrainingWeights } from './finding.ts'

/** How many images of a part a network reads rightly. */
export interface PartResult {
  readonly correct: number
  readonly total: number
}

/** Images in the files of a data set. */
export interface FileCounts {
  readonly training: number
  readonly test: number
}

/** What is known of a run, as far as it is known. */
export interface RunEvidence {
  readonly recipe: Recipe
  /** Whether it went on from weights of another run or file, so that its initializer has no part in it. */
  readonly startsFromWeights?: boolean
  /** Why it stands as it does; null where its status says all. */
  readonly reason: RunReason | null
  /** All finished epochs in order, of which `layers` may be left out; or what was kept of them as they were read. */
  readonly epochs: readonly (EpochMetrics | TrainedEpoch)[] | EpochCourse
  /** Finished weights on training images; null: the last epoch's own measure is taken. */
  readonly training?: PartResult | null
  /** Finished weights on images that were not learned from; null: the last epoch's own measure is taken. */
  readonly unseen?: PartResult | null
  /** Answers by class on those; null where nobody counted. */
  readonly confusion?: Confusion | null
  /** How the parts are made up; null where nobody looked. */
  readonly data?: DataExamination | null
  /** Images in the files of its data set, of which more may be used; null: nobody knows. */
  readonly fileCounts?: FileCounts | null
  /** The run among others that were measured on the same images; null where nobody looked, or there is none. */
  readonly beside?: Beside | null
  /** Whether the training went on beyond these epochs, so that their end is not its end. */
  readonly isEarlier?: boolean
}

/** What the epochs of a run say, in numbers that findings rest on. */
export interface Course {
  readonly epochCount: number
  /** 0 to 1. */
  readonly trainingError: number
  /**
   * Whose answers the training error counts: those of the finished weights, or those given while the epoch was trained. Null
   * where dropout or augmentation made the latter worse than the network is: then the unseen error, which finished weights
   * made, stands in as an upper bound.
   */
  readonly trainingWeights: TrainingWeights | null
  readonly trainingCount: number
  /** 0 to 1; null without unseen images. */
  readonly unseenError: number | null
  readonly unseenCount: number
  /** Unseen error beyond the training error, where it is more than chance makes of it, else 0. */
  readonly gap: number
  /** What always answering one class reaches. */
  readonly chance: number
  /** Epochs whose training loss is above that of the epoch before by more than noise. */
  readonly rises: number
  /** Whether the training loss ended at its lowest, and rose no more in the last third of the epochs. */
  readonly isSettled: boolean
  /** By what share the training loss fell over the last quarter of the epochs; null after a single one. */
  readonly lastGain: number | null
  readonly firstLoss: number
  readonly lastLoss: number
  readonly lowestLoss: number
  /** The last unseen loss over the smallest; 1 where it is the smallest, null without one. */
  readonly unseenRise: number | null
  readonly layers: EpochMetrics['layers']
  /** Where the images come from that were not learned from. */
  readonly unseenPart: 'validation' | 'test'
  readonly classes: readonly ClassReport[] | null
  /** `answered[class]`, answers that name it; null where nobody counted. */
  readonly answered: readonly number[] | null
}

/** A rise of the loss by a smaller share of it is the noise of mini-batches. */
const RISE = 0.01
/** Likewise in parts of the first loss: where next to nothing is left of it, a doubling is no event. */
const RISE_OF_FIRST = 0.005
/** Losses of single images spread about twice as wide as their mean. */
const LOSS_SPREAD = 2

const varianceOf = (share: number, count: number): number => (count === 0 ? 0 : (share * (1 - share)) / count)

/** Half of the 95 % interval of a share. */
export const marginOf = (share: number, count: number): number =>
  NORMAL_POINT * Math.sqrt(varianceOf(share, count))

/** Sums up what is known of a run; null where it has no epoch that was trained and measured. */
export function readCourse(evidence: RunEvidence): Course | null {
  const { recipe, data = null, confusion = null } = evidence
  const epochs = evidence.epochs instanceof EpochCourse ? evidence.epochs : EpochCourse.of(evidence.epochs)
  const { last, losses } = epochs
  if (last === null) return null
  const unseen = evidence.unseen ?? unseenOf(last, recipe)
  const isHandicapped = evidence.training == null && trainsUnderHandicap(recipe)
  const running = fromShare(last.trainAccuracy, recipe.data.trainSize)
  const training = evidence.training ?? (isHandicapped && unseen !== null ? unseen : running)
  const trainingError = 1 - training.correct / training.total
  const unseenError = unseen === null ? null : 1 - unseen.correct / unseen.total
  return {
    epochCount: losses.length,
    ...{ trainingError, unseenError },
    trainingWeights: isHandicapped ? null : evidence.training == null ? 'moving' : 'finished',
    trainingCount: training.total,
    unseenCount: unseen?.total ?? 0,
    gap: unseenError === null ? 0 : materialGap(trainingError, training.total, unseenError, unseen!.total),
    chance: data?.baseline.accuracy ?? 1 / (recipe.layers.at(-1)?.units ?? 10),
    ...readRises(losses, recipe),
    lastGain: gainOf(losses),
    firstLoss: losses[0]!,
    lastLoss: last.trainLoss,
    lowestLoss: leastOf(losses),
    unseenRise: epochs.unseenRise,
    layers: epochs.layers,
    unseenPart: recipe.data.validationSize > 0 ? 'validation' : 'test',
    classes: confusion?.classes ?? null,
    answered:
      confusion?.matrix[0]?.map((_, predicted) =>
        confusion.matrix.reduce((sum, row) => sum + row[predicted]!, 0),
      ) ?? null,
  }
}

/** Whether a network reads its training images worse while it trains than afterwards, and by more than its progress. */
const trainsUnderHandicap = ({ data, layers }: Recipe): boolean =>
  data.augmentation !== null || layers.some(({ dropout }) => dropout > 0)

const fromShare = (share: number, total: number): PartResult => ({ correct: share * total, total })

function unseenOf(
  epoch: Pick<EpochSummary, 'validationAccuracy' | 'testCorrect' | 'testTotal'>,
  { data }: Recipe,
): PartResult | null {
  if (epoch.validationAccuracy !== null) return fromShare(epoch.validationAccuracy, data.validationSize)
  const { testCorrect, testTotal } = epoch
  return testCorrect === null || testTotal === null ? null : { correct: testCorrect, total: testTotal }
}

function materialGap(
  trainingError: number,
  trainingCount: number,
  unseenError: number,
  unseenCount: number,
): number {
  const noise =
    NORMAL_POINT * Math.sqrt(varianceOf(trainingError, trainingCount) + varianceOf(unseenError, unseenCount))
  const gap = unseenError - trainingError
  return gap > Math.max(0.005, noise) ? gap : 0
}

/**
 * Which rises of the training loss are more than noise. Dropout and augmentation show other images to another network in
 * each epoch, so that their means differ by chance alone, the more the fewer the images are.
 */
function readRises(losses: readonly number[], recipe: Recipe): Pick<Course, 'rises' | 'isSettled'> {
  const chance = trainsUnderHandicap(recipe) ? LOSS_SPREAD * Math.sqrt(2 / recipe.data.trainSize) : 0
  const isRise = losses.map((loss, k) => {
    const before = losses[k - 1] ?? Infinity
    return loss - before > Math.max(Math.max(RISE, chance) * before, RISE_OF_FIRST * losses[0]!)
  })
  const lastThird = isRise.slice(-Math.ceil(losses.length / 3))
  return {
    rises: isRise.filter(Boolean).length,
    isSettled: losses.at(-1)! <= (1 + RISE) * leastOf(losses) && !lastThird.includes(true),
  }
}

/** Of a long run there are more than a call takes as arguments. */
const leastOf = (losses: readonly number[]): number =>
  losses.reduce((least, loss) => Math.min(least, loss), Infinity)

function gainOf(losses: readonly number[]): number | null {
  if (losses.length < 2) return null
  const quarter = Math.max(1, Math.round(losses.length / 4))
  const before = losses.at(-1 - quarter)!
  return (before - losses.at(-1)!) / before
}
