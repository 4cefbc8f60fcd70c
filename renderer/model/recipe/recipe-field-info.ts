import type { RecipeDraft } from './recipe-draft.ts'
import type { Choice } from './recipe-choices.ts'

/** The sections of the form, in their order. */
export type RecipeSectionName =
  | 'Data'
  | 'Augmentation'
  | 'Noise'
  | 'Network'
  | 'Initialization'
  | 'Loss'
  | 'Optimizer'
  | 'Schedule'
  | 'Regularization'
  | 'Training'
  | 'Stopping'
  | 'Computation'

/** What a field of the recipe is called and does; the form and the comparison of recipes share it. */
export interface RecipeFieldInfo {
  /** Keys joined with dots; `*` stands for the index of a layer. */
  readonly path: string
  readonly section: RecipeSectionName
  readonly label: string
  /** The name where no section around it says what it belongs to. */
  readonly fullLabel?: string
  /** What the number counts, where it counts something. */
  readonly unit?: string
  /** One sentence: what it does. */
  readonly help: string
  /** Values that it offers, where it offers a few. */
  readonly choices?: readonly Choice[]
  /** Whether it plays a role in a recipe, or of a field of layers in that layer; without it, always. */
  readonly isUsed?: (recipe: RecipeDraft, layer?: number) => boolean
  /** What it is where a recipe leaves it out; only a field that is left out then has it. */
  readonly usual?: number
  /** What it starts with when it is turned on; only a field that may be off, which is null, has it. */
  readonly whenOn?: number | object
}
