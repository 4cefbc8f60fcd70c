/** What picture and table ask of the numbers that they show; ids are those of `core/explain/quantity.ts`. */
export interface PictureNumbers {
  /** The value of a quantity; null where it is not computed yet. */
  readonly value: (id: string) => number | null
  /** The derivative of the loss by it; null where it is not computed yet. */
  readonly derivative: (id: string) => number | null
  /** Its name in the chosen notation. */
  readonly name: (id: string) => string
  /** What a screen reader says of it. */
  readonly words: (id: string) => string
}
