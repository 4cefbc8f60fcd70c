import type { Random } from '../../random/random.ts'

/** Something that is chosen as often as its share says, relative to the shares of what it stands beside. */
export interface Shared {
  readonly share: number
}

/** Chooses one by the shares. Where there is no choice nothing is drawn. */
export function chooseByShare<T extends Shared>(choices: readonly T[], random: Random): T {
  if (choices.length === 1) return choices[0]!
  let rest = random.uniform() * choices.reduce((sum, { share }) => sum + share, 0)
  for (const choice of choices) {
    rest -= choice.share
    if (rest < 0) return choice
  }
  return choices[choices.length - 1]!
}
