import type { RunSummary } from '#contract/types.ts'

type NamedRun = Pick<RunSummary, 'id' | 'name'>

/** Bytes of UTF-8 of a stem, at most: with what is put behind it, every disk takes the name. */
const STEM_BYTES = 160

/** Names of Windows' devices, whatever ending they have. */
const RESERVED = /^(con|prn|aux|nul|conin|conout|(com|lpt)\d)(\.|$)/i

/** A run's name as the beginning of a file's name that every system takes. */
export function fileStemOf(run: NamedRun): string {
  return makeFileStem(run.name) || run.id
}

/**
 * Any text as the beginning of a file's name: letters, numbers and `._-` alone, no dot at an end, no name that Windows
 * keeps for a device, and not too long. Empty where nothing of the text can stay.
 */
export function makeFileStem(text: string): string {
  const slug = trimEnds(text.normalize('NFKD').replace(/[^\p{Letter}\p{Number}._-]+/gu, '-'))
  const short = trimEnds(cutBytes(slug, STEM_BYTES))
  return RESERVED.test(short) ? `file-${short}` : short
}

function trimEnds(text: string): string {
  return text.replace(/^[-.]+/, '').replace(/(?<![-.])[-.]+$/, '')
}

/** The beginning of a text that fits into so many bytes, without half a character. */
function cutBytes(text: string, most: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(most))
  return text.slice(0, read)
}

/** Suggested names for files of runs that a person saves; for several runs they say how many. */
export const fileNameOf = {
  runs: (runs: readonly NamedRun[]): string => `${stemOf(runs)}.backprop`,
  measures: (runs: readonly NamedRun[]): string => `${stemOf(runs)}-measures.csv`,
  report: (runs: readonly NamedRun[]): string => `${stemOf(runs)}-report.html`,
  /** @param epoch −1 for weights that no epoch of its own made */
  weights: (run: NamedRun, epoch: number, extension: string): string =>
    `${epoch < 0 ? fileStemOf(run) : `${fileStemOf(run)}-epoch-${epoch}`}.${extension}`,
}

function stemOf(runs: readonly NamedRun[]): string {
  return runs.length === 1 ? fileStemOf(runs[0]!) : `${runs.length}-runs`
}
