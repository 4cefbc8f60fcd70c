import type { DataSetInfo, MixedSourceInfo } from '#contract/types.ts'
import { DataError } from '#core/data/data-set.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import type { MixedPart } from '#core/recipe/mixed-data-set.ts'

const ORIGIN =
  'Several data sets as one: their images take turns, in training, validation and test alike, and accuracy is told for each of them beside the total.'

const UNKNOWN = {
  origin: ORIGIN,
  needs: null,
  isRemovable: false,
  folder: null,
  trainingCount: 0,
  testCount: 0,
  rows: FIELD_SIZE,
  columns: FIELD_SIZE,
  channels: 1,
  classNames: [],
} as const

/** A mix whose parts do not fit each other, or that names none. */
export function describeBrokenMix(name: string, { message }: DataError): DataSetInfo {
  return { ...UNKNOWN, name, title: name, state: 'broken', problem: message }
}

/**
 * Describes several data sets as one.
 * @param infos of the parts, in their order
 * @throws DataError where the parts do not fit each other
 */
export function describeMix(
  name: string,
  parts: readonly MixedPart[],
  infos: readonly DataSetInfo[],
): DataSetInfo {
  const title = infos
    .map((info, k) => {
      const { count } = parts[k]!
      return count === null ? info.title : `${info.title} (${count.toLocaleString('en-US')})`
    })
    .join(' + ')
  const sources = infos.map((info, k): MixedSourceInfo => ({
    name: info.name,
    title: info.title,
    trainingCount: parts[k]!.count ?? info.trainingCount,
    availableCount: info.trainingCount,
    testCount: info.testCount,
  }))
  const unready = infos.find(({ state }) => state !== 'ready')
  if (unready !== undefined) {
    const { state, needs, problem } = unready
    return {
      ...{ ...UNKNOWN, name, title, state, needs, sources },
      problem: `${title} takes images of ${unready.title}. ${problem ?? 'It cannot be used'}`,
    }
  }
  refuseMisfits(infos)
  const [first] = infos as [DataSetInfo]
  const longest = infos.reduce((a, b) => (b.classNames.length > a.classNames.length ? b : a))
  return {
    ...{ ...UNKNOWN, name, title, sources },
    state: 'ready',
    problem: null,
    needs: infos.some(({ needs }) => needs === 'making') ? 'making' : null,
    trainingCount: sum(sources.map(({ trainingCount }) => trainingCount)),
    testCount: sum(sources.map(({ testCount }) => testCount)),
    rows: first.rows,
    columns: first.columns,
    channels: first.channels,
    classNames: longest.classNames,
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/** Data sets can be mixed whose images are of one size, and whose labels mean the same. @throws DataError */
function refuseMisfits(infos: readonly DataSetInfo[]): void {
  const [first, ...others] = infos as [DataSetInfo, ...DataSetInfo[]]
  const sizeOf = ({ rows, columns }: DataSetInfo): string => `${rows} × ${columns}`
  for (const other of others) {
    if (sizeOf(first) !== sizeOf(other) || first.channels !== other.channels) {
      throw new DataError(
        `Mixed data set: expected images of one size, got ${sizeOf(first)} in ${first.title} and ${sizeOf(other)} in ${other.title}`,
      )
    }
    const common = Math.min(first.classNames.length, other.classNames.length)
    for (let label = 0; label < common; label++) {
      const [a, b] = [first.classNames[label]!, other.classNames[label]!]
      if (a === b) continue
      throw new DataError(
        `Mixed data set: expected the same classes in each data set, got '${a}' for label ${label} in ${first.title} and '${b}' in ${other.title}`,
      )
    }
  }
}
