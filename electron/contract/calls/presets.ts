import { z } from 'zod'
import { recipeSchema } from '#core/recipe/recipe.ts'
import { call, event } from '../define-calls.ts'
import { presetName } from '../fields.ts'
import type { OwnPreset, OwnPresets } from '../types.ts'

/** Recipes that a person saved under names. They are kept beside the store, for all stores. */
export const presetCalls = {
  list: call().returns<OwnPresets>(),
  /** Saves a recipe under a name. Fails with `conflict` where the name is taken and `replaces` is not set. */
  save: call(
    z.strictObject({ name: presetName, recipe: recipeSchema, replaces: z.boolean().optional() }),
  ).returns<OwnPreset>(),
  /** Gives a preset another name. Fails with `not-found`, and with `conflict` where the other name is taken. */
  rename: call(z.strictObject({ name: presetName, to: presetName })).returns<OwnPreset>(),
  /** Deletes a preset and answers what it was, so that it can be saved again. Fails with `not-found`. */
  delete: call(z.strictObject({ name: presetName })).returns<OwnPreset>(),
}

export const presetEvents = {
  /** Presets came, went or changed: all of them as they are now. */
  presetsChanged: event<OwnPresets>(),
}
