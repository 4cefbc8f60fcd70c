import { Contestant, type ContestantSpec } from './contestant.ts'
import { EPOCH_IMAGES } from './workloads.ts'

/** What a contestant did over all rounds. */
export interface Result {
  readonly spec: ContestantSpec
  readonly versions: Readonly<Record<string, string>>
  /** Seconds per whole epoch, round by round. */
  readonly seconds: readonly number[]
  /** What of them was shuffling and training. */
  readonly trainSeconds: readonly number[]
  /** After its last turn, 0 to 1; null where it trained on a part of the images. */
  readonly testAccuracy: number | null
  /** Epochs that were measured. */
  readonly epochs: number
}

export interface RoundsOptions {
  readonly rounds: number
  /** Training images of a whole epoch, to which the time of a part is scaled. */
  readonly epochImages?: number
  readonly log: (line: string) => void
}

interface Running {
  readonly contestant: Contestant
  readonly seconds: number[]
  readonly trainSeconds: number[]
  testAccuracy: number
  epochs: number
}

/**
 * Lets contestants take turns, round after round, in an order that turns back each time, so that a machine that gets
 * slower or faster meanwhile does not favour anyone. Who fails is reported and left out of the rounds that follow.
 */
export async function measureInRounds(
  specs: readonly ContestantSpec[],
  { rounds, epochImages = EPOCH_IMAGES, log }: RoundsOptions,
): Promise<Result[]> {
  let running: Running[] = []
  const ended: Running[] = []
  /** Runs one contestant's work and says whether it came through. */
  const attempt = async ({ label }: ContestantSpec, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      log(`  ${label} is left out: ${error instanceof Error ? error.message : String(error)}`)
      return false
    }
  }
  try {
    for (const spec of specs) {
      await attempt(spec, async () => {
        const contestant = await Contestant.start(spec)
        running.push({ contestant, seconds: [], trainSeconds: [], testAccuracy: NaN, epochs: 0 })
      })
    }
    for (let round = 0; round < rounds; round++) {
      const lost: Running[] = []
      for (const one of round % 2 === 0 ? running : running.toReversed()) {
        const isThere = await attempt(one.contestant.spec, async () => {
          const turn = await one.contestant.takeTurn()
          const trainSeconds = (turn.trainSeconds * epochImages) / one.contestant.spec.images
          one.trainSeconds.push(trainSeconds)
          one.seconds.push(trainSeconds + turn.evaluateSeconds)
          one.testAccuracy = turn.testAccuracy
          one.epochs += turn.epochs
        })
        if (!isThere) lost.push(one)
      }
      if (round === 0) lost.push(...findHopeless(running, log))
      for (const { contestant } of lost) await contestant.close()
      ended.push(...lost)
      running = running.filter((one) => !lost.includes(one))
      log(`  round ${round + 1} of ${rounds}`)
    }
    const all = [...running, ...ended].filter(({ seconds }) => seconds.length > 0)
    const place = ({ contestant }: Running): number => specs.indexOf(contestant.spec)
    return all
      .toSorted((a, b) => place(a) - place(b))
      .map(({ contestant: { spec, versions }, seconds, trainSeconds, testAccuracy, epochs }) => ({
        ...{ spec, versions, seconds, trainSeconds, epochs },
        testAccuracy: spec.images < epochImages ? null : testAccuracy,
      }))
  } finally {
    for (const { contestant } of running) await contestant.close()
  }
}

/** A peer with settings so many times slower than its family's best is not measured again. */
const HOPELESS = 4

/** Peers whose threads get into each other's way, after their first round: they would take most of the time. */
function findHopeless(running: readonly Running[], log: RoundsOptions['log']): Running[] {
  return running.filter(({ contestant: { spec }, seconds }) => {
    const family = running.filter((one) => one.contestant.spec.family === spec.family)
    const best = Math.min(...family.map((one) => one.seconds[0]!))
    if (!spec.isPeer || seconds[0]! <= HOPELESS * best) return false
    log(`  ${spec.label}: ${seconds[0]!.toFixed(1)} s against ${best.toFixed(1)} s, one round is enough`)
    return true
  })
}
