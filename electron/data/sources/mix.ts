import { DataError } from '#core/data/data-set.ts'
import { mixDataSets, type MixedSource } from '#core/data/mix-data-sets.ts'
import {
  findMixProblem,
  isMix,
  MNIST_AND_PEN_DIGITS,
  type MixedPart,
  parseMix,
} from '#core/recipe/mixed-data-set.ts'
import { describeBrokenMix, describeMix } from '#shared/describe-mix.ts'
import { hashDataSet } from '../content-hash.ts'
import type { DataFolders, DataSource } from '../data-source.ts'
import type { LoadOptions } from '../loaded-data-set.ts'

/** Of how many steps the progress of reading one part is told. */
const PROGRESS_STEPS = 100

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
        return describeBrokenMix(name, error)
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
