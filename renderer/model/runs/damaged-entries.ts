import type { DamagedEntry } from '#contract/types.ts'
import { countOf } from '../format.ts'

/** Names that a line has room for. */
const NAMED = 3

/** `2 runs and 1 sweep are damaged and left out: seeds, first, second` */
export function describeDamaged(damaged: readonly DamagedEntry[]): string {
  const counts = (['run', 'sweep'] as const).flatMap((kind) => {
    const count = damaged.filter((entry) => entry.kind === kind).length
    return count === 0 ? [] : [countOf(count, kind)]
  })
  const names = damaged.slice(0, NAMED).map(({ name }) => name)
  const more = damaged.length > NAMED ? [`${damaged.length - NAMED} more`] : []
  const verb = damaged.length === 1 ? 'is' : 'are'
  return `${counts.join(' and ')} ${verb} damaged and left out: ${[...names, ...more].join(', ')}`
}
