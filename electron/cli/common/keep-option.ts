import { InvalidArgumentError } from 'commander'
import type { KeepEvery } from '#contract/types.ts'
import { parseCount } from './arguments.ts'

/** Of which epochs weights are kept: of every n-th, or of the best and the newest. */
export type KeepOption = number | 'last'

/** Reads of which epochs weights are kept: a number, or `last`. */
export function parseKeep(text: string): KeepOption {
  if (text === 'last') return text
  if (/^\d+$/.test(text)) return parseCount(text)
  throw new InvalidArgumentError(`expected a whole number from 1 on or 'last', got '${text}'`)
}

/** What the store calls it. */
export function keepEveryOf(keep: KeepOption): KeepEvery {
  return keep === 'last' ? null : keep
}
