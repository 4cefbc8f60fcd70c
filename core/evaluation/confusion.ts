/** How one class is recognized. */
export interface ClassReport {
  readonly label: number
  /** As the data set calls the class. */
  readonly name: string
  /** Images of the class. */
  readonly support: number
  /** Of the answers that say this class, the share that is right; null where none says so. */
  readonly precision: number | null
  /** Of the class's images, the share that is recognized; null where there are none. */
  readonly recall: number | null
  /** Harmonic mean of precision and recall, 2 TP/(2 TP + FP + FN); null where the class neither is nor is answered. */
  readonly f1: number | null
}

export interface Confusion {
  /** `matrix[label][predicted]`, numbers of images, `(classes, classes)`. */
  readonly matrix: readonly (readonly number[])[]
  /** Images whose answer is no class: outputs that are not numbers, or an output beyond those of the classes. */
  readonly unanswered: number
  readonly correct: number
  readonly total: number
  readonly classes: readonly ClassReport[]
}

/**
 * Counts which class is taken for which.
 * @param predictions `(count)`
 * @param labels `(count)`, each the index of a class
 * @param classNames the data set's
 * @throws RangeError where the two differ in length
 */
export function confusionOf(
  predictions: Uint8Array,
  labels: Uint8Array,
  classNames: readonly string[],
): Confusion {
  if (predictions.length !== labels.length) {
    throw new RangeError(`Predictions: expected ${labels.length}, one a label, got ${predictions.length}`)
  }
  const matrix = classNames.map(() => new Array<number>(classNames.length).fill(0))
  const support = new Array<number>(classNames.length).fill(0)
  let unanswered = 0
  let correct = 0
  labels.forEach((label, i) => {
    const predicted = predictions[i]!
    support[label]!++
    if (predicted >= classNames.length) unanswered++
    else matrix[label]![predicted]!++
    if (predicted === label) correct++
  })
  const classes = matrix.map((row, label) => {
    const hits = row[label]!
    const answers = matrix.reduce((sum, other) => sum + other[label]!, 0)
    return {
      label,
      name: classNames[label]!,
      support: support[label]!,
      precision: share(hits, answers),
      recall: share(hits, support[label]!),
      f1: share(2 * hits, answers + support[label]!),
    }
  })
  return { matrix, unanswered, correct, total: labels.length, classes }
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** The pairs of classes that are mixed up most, most often first. */
export function worstConfusions(
  { matrix }: Pick<Confusion, 'matrix'>,
  limit: number,
): { readonly label: number; readonly predicted: number; readonly count: number }[] {
  return matrix
    .flatMap((row, label) => row.map((count, predicted) => ({ label, predicted, count })))
    .filter(({ label, predicted, count }) => label !== predicted && count > 0)
    .sort((a, b) => b.count - a.count || a.label - b.label || a.predicted - b.predicted)
    .slice(0, limit)
}
