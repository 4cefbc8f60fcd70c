import type { Recipe } from '#core/recipe/recipe.ts'

/** A recipe that a person saved under a name, to start from. */
export interface OwnPreset {
  /** One line; no two differ in letter case alone. */
  readonly name: string
  readonly recipe: Recipe
}

/** What the folder of presets holds. */
export interface OwnPresets {
  /** By name. */
  readonly presets: readonly OwnPreset[]
  /** Files in it that are no presets, with the reason in a sentence. */
  readonly problems: readonly { readonly file: string; readonly message: string }[]
}
