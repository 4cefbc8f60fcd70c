import type { RecordChanges } from '#contract/types.ts'

/** What has to be added and taken away to get from one list of tags to another; case does not count. */
export function tagChanges(
  before: readonly string[],
  after: readonly string[],
): Pick<RecordChanges, 'addTags' | 'removeTags'> {
  const missing = (from: readonly string[], within: readonly string[]): string[] => {
    const present = new Set(within.map((tag) => tag.trim().toLowerCase()))
    return from.map((tag) => tag.trim()).filter((tag) => tag !== '' && !present.has(tag.toLowerCase()))
  }
  return { addTags: missing(after, before), removeTags: missing(before, after) }
}
