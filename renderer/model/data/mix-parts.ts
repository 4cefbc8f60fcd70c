import { DataError } from '#core/data/data-set.ts'
import {
  findMixProblem,
  formatMix,
  isMix,
  MOST_MIXED,
  type MixedPart,
  parseMix,
} from '#core/recipe/mixed-data-set.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { describeBrokenMix, describeMix } from '#shared/describe-mix.ts'

type Listed = ReadonlyMap<string, DataSetInfo>

/** Describes a mix of listed data sets; undefined for a name that is no such mix. */
export function describeMixOf(name: string, listed: Listed): DataSetInfo | undefined {
  const parts = parseMix(name)
  if (parts === null || findMixProblem(parts) !== null) return undefined
  const infos = parts.flatMap(({ dataSet }) => listed.get(dataSet) ?? [])
  if (infos.length < parts.length) return undefined
  try {
    return describeMix(name, parts, infos)
  } catch (error) {
    if (error instanceof DataError) return describeBrokenMix(name, error)
    throw error
  }
}

/** What a data set's name says that it is made of: itself alone, all of it, where it is no mix. */
export function partsOf(name: string): readonly MixedPart[] {
  return parseMix(name) ?? [{ dataSet: name, count: null }]
}

/** The name of what parts make together; one part alone, all of it, is no mix. */
export function nameOfParts(parts: readonly MixedPart[]): string {
  return parts.length === 1 ? parts[0]!.dataSet : formatMix(parts)
}

/** The listed data sets that can be mixed into what a name says. */
export function mixable(name: string, listed: Listed): readonly DataSetInfo[] {
  const parts = partsOf(name)
  if (parts.length >= MOST_MIXED) return []
  return [...listed.values()].filter((info) => {
    if (isMix(info.name) || info.state !== 'ready' || info.trainingCount === 0) return false
    if (parts.some(({ dataSet }) => dataSet === info.name)) return false
    const mixed = describeMixOf(nameOfParts([...parts, { dataSet: info.name, count: null }]), listed)
    return mixed?.state === 'ready'
  })
}
