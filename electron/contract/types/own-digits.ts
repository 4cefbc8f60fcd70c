import type { Recipe } from '#core/recipe/recipe.ts'
import type { DigitPart } from '#core/data/stroke-drawing.ts'

/** A digit that a person drew and kept. */
export interface OwnDigitInfo {
  /** Made of what was drawn, so that the same drawing is kept once. */
  readonly id: string
  readonly label: number
  readonly part: DigitPart
  /** Who wrote it; null where nobody said so. */
  readonly writer: string | null
  /** Whether it is known as strokes; else it came as a picture. */
  readonly hasStrokes: boolean
}

/** All own digits, without their images. */
export interface OwnDigitList {
  readonly digits: readonly OwnDigitInfo[]
  /** What else is in their folder. */
  readonly problems: readonly { readonly file: string; readonly message: string }[]
  readonly folder: string
}

/** What a person says of own digits; what is absent stays. */
export interface OwnDigitChanges {
  readonly label?: number | undefined
  readonly part?: DigitPart | undefined
  /** Null: nobody says. */
  readonly writer?: string | null | undefined
}

/** How a run is trained on own digits, see `core/experiments/fine-tuning.ts`. */
export interface FineTuningPlan {
  /** Of the new run, which starts from the run's weights; null where there are no digits to learn from yet. */
  readonly recipe: Recipe | null
  /** The mixed data set whose test images tell the accuracy on the originals beside that on own digits. */
  readonly measuredOn: string
}

/** What came of an import of drawings. */
export interface OwnDigitsImported {
  readonly added: number
  /** Drawings of the file that were there already, which stay as they are. */
  readonly known: number
}
