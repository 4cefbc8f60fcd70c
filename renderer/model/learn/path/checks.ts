import type { Check } from './check.ts'
import { DEPTH_CHECKS } from './depth-checks.ts'
import { DESCENT_CHECKS } from './descent-checks.ts'
import { FUNCTIONS_CHECKS } from './functions-checks.ts'
import { MICROSCOPE_CHECKS } from './microscope-checks.ts'
import { VIEW_CHECKS } from './view-checks.ts'
import { RUNS_CHECKS } from './runs-checks.ts'

/** Every check that a stop can name. */
export const CHECKS = {
  ...DEPTH_CHECKS,
  ...DESCENT_CHECKS,
  ...MICROSCOPE_CHECKS,
  ...FUNCTIONS_CHECKS,
  ...RUNS_CHECKS,
  ...VIEW_CHECKS,
} as const

export type CheckName = keyof typeof CHECKS

export const CHECK_NAMES = Object.keys(CHECKS) as [CheckName, ...CheckName[]]

/** The check of a name, whichever of its parts it has. */
export const checkOf = (name: CheckName): Check => CHECKS[name]
