import { z } from 'zod'
import { FormatError } from '../formats/format-error.ts'
import { parseRecipe, type Recipe } from './recipe.ts'
import { describeIssue } from './describe-issue.ts'

const accuracy = z.number().gt(0).max(1)

const presetSchema = z.strictObject({
  /** As the command line calls it, and its file. */
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected small letters, digits and hyphens'),
  title: z.string().min(1),
  /** One sentence. */
  description: z.string().min(1),
  published: z.strictObject({
    measure: z.enum(['test-accuracy', 'validation-accuracy']),
    /** Which epoch's; the best of one measure is chosen by that measure, as in the book. */
    at: z.enum(['best-epoch', 'last-epoch']),
    /** 0 to 1. */
    value: accuracy,
    /** Whether somebody published the value of this recipe, or we aim at it. */
    kind: z.enum(['published', 'goal']),
    source: z.string().min(1),
    /** Values for fewer training images, smallest first, where the preset is a learning curve. */
    learningCurve: z
      .array(z.strictObject({ trainSize: z.number().int().positive(), value: accuracy }))
      .min(2)
      .optional(),
  }),
  recipe: z.unknown(),
})

/** A recipe to start from, and what it is known to reach. */
export type Preset = Omit<z.infer<typeof presetSchema>, 'recipe'> & { readonly recipe: Recipe }

/** Reads a preset from plain JSON. @throws FormatError naming the field, or RecipeError for what is wrong in its recipe */
export function parsePreset(value: unknown): Preset {
  const result = presetSchema.safeParse(value)
  if (!result.success) {
    const [issue] = result.error.issues
    throw new FormatError(`Preset: ${describeIssue(issue!)}`)
  }
  return { ...result.data, recipe: parseRecipe(result.data.recipe) }
}

/** The words for what a preset's number measures, as in 'best test accuracy'. */
export function describeMeasure({ measure, at }: Pick<Preset['published'], 'measure' | 'at'>): string {
  const which = at === 'best-epoch' ? 'best' : 'last'
  return `${which} ${measure === 'test-accuracy' ? 'test' : 'validation'} accuracy`
}
