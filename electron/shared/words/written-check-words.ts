import type { WrittenCheck } from '#contract/types.ts'

/** What came of reading a written file again, in one sentence. */
export function describeCheck({ largestDifference, imageCount, areTestImages }: WrittenCheck): string {
  const images = `${imageCount} ${areTestImages ? 'test' : 'random'} image${imageCount === 1 ? '' : 's'}`
  if (largestDifference === 0) return `Read again, it answers ${images} with the same numbers`
  return `Read again, its answers to ${images} differ by at most ${largestDifference.toPrecision(2)}`
}
