import type { RunSummary } from '#contract/types.ts'
import { shortHash } from '#shared/words/short-hash.ts'

/**
 * Whose weights a recipe starts from, in a few words: the run that ends in them, or the parent of one that starts from them; else the
 * beginning of their SHA-256.
 */
export function nameStartingWeights(
  sha256: string,
  runs: readonly Pick<RunSummary, 'name' | 'weightsSha256' | 'recipe' | 'parent' | 'last'>[],
): string {
  const owner = runs.find(({ weightsSha256 }) => weightsSha256 === sha256)
  if (owner !== undefined) return withEpoch(owner.name, owner.last?.epoch ?? -1)
  const parent = runs.find(({ recipe, parent }) => recipe.startsFrom === sha256 && parent !== null)?.parent
  return parent == null ? `weights ${shortHash(sha256)}…` : withEpoch(parent.name, parent.epoch)
}

const withEpoch = (name: string, epoch: number): string => (epoch < 0 ? name : `${name}, epoch ${epoch}`)
