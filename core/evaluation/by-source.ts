import { type Interval, wilsonInterval } from './intervals.ts'

/** How many images of one of the data sets that are mixed a network read right. */
export interface SourceAccuracy {
  /** What a recipe calls it alone. */
  readonly dataSet: string
  /** What a person calls it. */
  readonly title: string
  readonly correct: number
  readonly total: number
  /** 95 %, by Wilson. */
  readonly interval: Interval
}

/**
 * Tells a mixed data set's images apart by what they are of; empty for images of one data set alone.
 * @param predictions `(count)`, the answers
 * @param labels `(count)`
 * @param sources `(count)`, each the index of a named source; null where nothing is mixed
 * @param named the sources in the order of the data set's name; one without images is left out
 */
export function measureBySource(
  predictions: Uint8Array,
  labels: Uint8Array,
  sources: Uint8Array | null,
  named: readonly { readonly name: string; readonly title: string }[],
): SourceAccuracy[] {
  if (sources === null) return []
  const counts = named.map(() => ({ correct: 0, total: 0 }))
  sources.forEach((source, k) => {
    const count = counts[source]!
    count.total++
    if (predictions[k] === labels[k]) count.correct++
  })
  return named.flatMap(({ name, title }, source) => {
    const { correct, total } = counts[source]!
    return total === 0
      ? []
      : [{ dataSet: name, title, correct, total, interval: wilsonInterval(correct, total) }]
  })
}
