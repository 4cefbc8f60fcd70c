import { listFieldNames, resolveFieldName } from '#core/experiments/sweep/field-names.ts'
import { findRecipeField, type RecipeField } from '#core/experiments/sweep/recipe-field.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'

/** The fields that `--vary` takes, by their shortest names; asked for where help is shown, as it takes a tenth of a start. @param accepts those that the command can vary */
export function fieldNamesHelp(accepts: (field: RecipeField) => boolean = () => true): string {
  const names = listFieldNames(LECTURE_RECIPE).filter((name) =>
    accepts(findRecipeField(LECTURE_RECIPE, resolveFieldName(LECTURE_RECIPE, name))),
  )
  return `\nFields of --vary: ${names.join(', ')}`
}
