/** Classes of a data set, at most: a label is one byte, and its last value stands for an answer that is no class. */
export const MAX_CLASSES = 255

/** The names of the ten digits. */
export const DIGIT_NAMES: readonly string[] = numberNames(10)

/** Names of classes that have none of their own: their labels. */
export function numberNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, label) => String(label))
}
