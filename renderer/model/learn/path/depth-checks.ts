import { isAlive } from '#core/explain/depth.ts'
import { DEPTH_STATES, describeVerdict } from '../depth-state.ts'
import type { Check } from './check.ts'

/** Checks of stops in the depth view. */
export const DEPTH_CHECKS = {
  /** A start of which gradients of about one size reach all layers, with few flat units. */
  alive: {
    passes: ({ profile }) => profile !== null && isAlive(profile),
    isMeasuredFirst: true,
    solve: (attempt) => ({ ...attempt, depth: DEPTH_STATES.tanh, profile: null }),
    explain: ({ profile }) =>
      profile === null ? 'It is being measured: check again in a moment.' : describeVerdict(profile),
  },
} as const satisfies Record<string, Check>
