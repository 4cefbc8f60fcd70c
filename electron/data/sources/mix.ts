import { DataError } from '#core/data/data-set.ts'
import { mixDataSets, type MixedSource } from '#core/data/mix-data-sets.ts'
import {
  findMixProblem,
  isMix,
  MNIST_AND_PEN_DIGITS,
  type MixedPart,
  parseMix,
} from '#core/recipe/mixed-data-set.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import type { DataSetInfo, MixedSourceInfo } from '#contract/types.ts'
import { hashDataSet } from '../content-hash.ts'
import type { DataFolders, DataSource } from '../data-source.ts'
import type { LoadOptions } from '../loaded-data-set.ts'

/** Of how many steps the progress of reading one part is told. */
const PROGRESS_STEPS = 100

const ORIGIN =
  'Several data sets as one: their images take turns, in training, validation and test alike, and accuracy is told for each of them beside the total.'

/**
 * Several data sets as one, named as in `mnist+pen-digits-2`; see `core/recipe/mixed-data-set.ts`.
 * @param sourceOf the source of a part; throws for a name that none knows
 */
export function mixOf(sourceOf: (name: string) => DataSource): DataSource {
  /** @throws DataError for a name that says no mix, or a part that no source knows */
  const readParts = (name: string): readonly MixedPart[] => {
    const parts = parseMix(name) ?? []
    const problem = findMixProblem(parts)
    if (problem !== null) throw new DataError(problem)
    for (const { dataSet } of parts) sourceOf(dataSet)
    return parts
  }
  return {
    nameHint: `several of them as in ${MNIST_AND_PEN_DIGITS}`,
    names: [MNIST_AND_PEN_DIGITS],
    owns: isMix,

    async describe(name, dataFolders) {
      try {
        const parts = readParts(name)
        const infos = await Promise.all(
          parts.map(({ dataSet }) => sourceOf(dataSet).describe(dataSet, dataFolders)),
        )
        return describeMix(name, parts, infos)
      } catch (error) {
        if (!(error instanceof DataError)) throw error
        return { ...UNKNOWN, name, title: name, state: 'broken', problem: error.message }
      }
    },

    async load(name, options) {
      const parts = readParts(name)
      const loaded: (MixedSource & { classCount: number })[] = []
      for (const [k, { dataSet, count }] of parts.entries()) {
        const partOptions = optionsOfPart(options, k, parts.length)
        loaded.push({ ...(await sourceOf(dataSet).load(dataSet, partOptions)), count })
        options.signal?.throwIfAborted()
      }
      const dataSet = mixDataSets(loaded, options.isUsedUp)
      // Given back at once: collected some time later, all images would be in memory twice.
      for (const { dataSet: part } of loaded) {
        part.training.dropFrom?.(0)
        part.test.dropFrom?.(0)
      }
      const classCount = Math.max(...loaded.map((each) => each.classCount))
      return { dataSet, sha256: hashDataSet(dataSet), classCount }
    },

    async fingerprintFiles(name: string, dataFolders: DataFolders) {
      const parts = parseMix(name) ?? []
      const states = await Promise.all(
        parts.map(({ dataSet }) => sourceOf(dataSet).fingerprintFiles(dataSet, dataFolders)),
      )
      return states.join('\n\n')
    },
  }
}

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

/** Progress of one part as a piece of the whole. */
function optionsOfPart(options: LoadOptions, part: number, parts: number): LoadOptions {
  const { onProgress } = options
  return {
    ...options,
    isUsedUp: true,
    onProgress: (done, total) =>
      onProgress?.(
        PROGRESS_STEPS * part + Math.floor((PROGRESS_STEPS * done) / total),
        PROGRESS_STEPS * parts,
      ),
  }
}

/** @throws DataError where the parts do not fit each other */
function describeMix(name: string, parts: readonly MixedPart[], infos: readonly DataSetInfo[]): DataSetInfo {
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
