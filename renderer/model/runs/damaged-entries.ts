import { listAnd, listSome } from '#core/math/list-words.ts'
import type { DamagedEntry } from '#contract/types.ts'
import { countOf } from '../format.ts'

/** Names that a line has room for. */
const NAMED = 3

/** `2 runs and 1 sweep are damaged and left out: seeds, first and second` */
export function describeDamaged(damaged: readonly DamagedEntry[]): string {
  const counts = (['run', 'sweep'] as const).flatMap((kind) => {
    const count = damaged.filter((entry) => entry.kind === kind).length
    return count === 0 ? [] : [countOf(count, kind)]
  })
  const names = damaged.map(({ name }) => name)
  const verb = damaged.length === 1 ? 'is' : 'are'
  return `${listAnd(counts)} ${verb} damaged and left out: ${listSome(names, NAMED)}`
}
