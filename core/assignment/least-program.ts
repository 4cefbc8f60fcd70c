const partsOf = (version: string): number[] | null => {
  const found = /^(\d+)\.(\d+)\.(\d+)/.exec(version)
  return found?.slice(1).map(Number) ?? null
}

/**
 * Whether a program is at least of a version, both as in `0.1.0`.
 * A version without numbers, as that of a program under test, is taken for new enough.
 */
export function isProgramEnough(program: string, least: string): boolean {
  const [has, needs] = [partsOf(program), partsOf(least)]
  if (has === null || needs === null) return true
  const k = needs.findIndex((part, at) => part !== has[at])
  return k < 0 || has[k]! > needs[k]!
}
