import type { RunImport } from '#contract/types/exchange.ts'

/** What became of the runs of a file, in one line: `12 runs added, 3 already there, 1 replaced by its longer self`. */
export function describeImport(result: RunImport): string {
  const { added, present, extended, besides, busy, home, hasChecksum } = result
  const parts = [
    added > 0 ? `${countRuns(added)} added` : '',
    present > 0 ? `${present} already there` : '',
    extended > 0
      ? `${extended} replaced by ${extended === 1 ? 'its longer self' : 'their longer selves'}`
      : '',
    besides > 0 ? `${besides} kept beside ${besides === 1 ? 'another' : 'others'} of the same id` : '',
    busy > 0 ? `${busy} left alone, being trained here` : '',
    ...home.map(({ name, count }) => `${count} of the sweep ‘${name}’`),
  ].filter((part) => part !== '')
  if (parts.length === 0) return 'The file holds no runs'
  const origin = hasChecksum === false ? ' (from a file without checksum, of an earlier version)' : ''
  return `${added > 0 ? '' : `${countRuns(result.runIds.length)}: `}${parts.join(', ')}${origin}`
}

/** `1 run`, `12 runs`. */
export function countRuns(count: number): string {
  return count === 1 ? '1 run' : `${count.toLocaleString('en-US')} runs`
}
