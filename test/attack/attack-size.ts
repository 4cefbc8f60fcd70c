/**
 * How large an attack is. `npm run test:attack` makes all its attempts, `npm run test:attack -- COUNT` that many, and
 * `npm run test:all` a few, which take a minute at most.
 */
export interface AttackSize {
  /** Attempts among all tests. */
  readonly few: number
  /** Attempts of the whole attack. */
  readonly all: number
}

const { BACKPROP_ATTACK_COUNT, BACKPROP_ATTACK_SEED } = process.env

/** What all attempts are drawn from: `--seed N`, else 1. The same seed makes the same attempts. */
export const ATTACK_SEED = Number(BACKPROP_ATTACK_SEED ?? 1)

/** The number of attempts that this run asks for. */
export function attackCount({ few, all }: AttackSize): number {
  if (BACKPROP_ATTACK_COUNT === undefined) return few
  return BACKPROP_ATTACK_COUNT === 'all' ? all : Number(BACKPROP_ATTACK_COUNT)
}
