import { activationsWith, SETTING_NAMES } from '../../core/activations/settings.ts'
import { OPTIMIZER_DEFAULTS } from '../../core/optimizers/schema.ts'
import { LECTURE_RECIPE } from '../../core/recipe/recipe.ts'
import { SCHEDULE_DEFAULTS } from '../../core/recipe/schedule.ts'
import { rangeAt } from '../../renderer/model/recipe/field-range.ts'
import { RECIPE_FIELDS } from '../../renderer/model/recipe/recipe-fields.ts'
import type { RecipeFieldInfo } from '../../renderer/model/recipe/recipe-field-info.ts'
import { code, generatedFrom, table } from './markdown.ts'
import { describeRecipe, type JsonSchema, OTHER_FIELDS } from './recipe-schema.ts'

/** Choices of objects, whose alternatives each have fields of their own. */
const ALTERNATIVES: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  optimizer: OPTIMIZER_DEFAULTS,
  schedule: SCHEDULE_DEFAULTS,
}

/** docs/recipe.md: every field of a recipe with type, range, default and one sentence. */
export function writeRecipePage(): string {
  const schema = describeRecipe()
  const sections = [...new Set(RECIPE_FIELDS.map(({ section }) => section))]
  return [
    generatedFrom("the recipe's schema (core/recipe) and the form's words (renderer/model/recipe)"),
    '# The recipe',
    `A recipe is everything that decides a training, as one JSON object: the form, the command line's \`--recipe\`, links,
run files and the store speak it. The same recipe gives the same bytes of weights. [recipe.schema.json](recipe.schema.json)
is its JSON Schema, for editors and other programs. A field that is not known is an error, and so is a combination that
cannot work (\`core/recipe/combinations.ts\`); the message says what was expected and what came.`,
    `A field with a default may be left out; all others are needed, but for \`data.fingerprint\` and \`startsFrom\`.
\`data.fingerprint\`: ${OTHER_FIELDS['data.fingerprint']!.description}
\`startsFrom\`: ${OTHER_FIELDS.startsFrom!.description}
 \`version\` is ${code(JSON.stringify(LECTURE_RECIPE.version))}.
\`layers\` are the hidden layers in order, then the output layer; \`layers[]\` stands for each of them.
The program writes their \`slope\` and \`alpha\` only where they are not the default.`,
    ...sections.flatMap((section) => writeSection(section, schema)),
    "## The lecture's recipe",
    `\`\`\`json\n${JSON.stringify(LECTURE_RECIPE, null, 2)}\n\`\`\``,
  ].join('\n\n')
}

function writeSection(section: string, schema: JsonSchema): string[] {
  const fields = RECIPE_FIELDS.filter((field) => field.section === section)
  const rows = fields.map((field) => {
    const found = find(schema, field.path.split('.'))
    if (found === undefined) throw new Error(`Expected ${field.path} in the recipe's schema.`)
    return [
      code(field.path.replace('.*', '[]')),
      describeType(field, found),
      describeDefault(field, schema),
      describeField(field),
    ]
  })
  const choices = fields.flatMap((field) => writeChoices(field))
  return [`## ${section}`, table(['Field', 'Type and range', 'Default', 'What it does'], rows), ...choices]
}

/** The schema at a path; of several alternatives, the first that has it. */
function find(schema: JsonSchema, path: readonly string[]): JsonSchema | undefined {
  if (path.length === 0) return schema
  const [key, ...rest] = path
  const alternatives = schema.oneOf ?? schema.anyOf
  if (alternatives !== undefined) {
    return alternatives.map((one) => find(one, path)).find((found) => found !== undefined)
  }
  const child = key === '*' ? schema.items : schema.properties?.[key!]
  return child && find(child, rest)
}

function describeType(field: RecipeFieldInfo, schema: JsonSchema): string {
  const range = rangeAt(field.path.split('.').map((key) => (key === '*' ? 0 : key)))
  const unit = field.unit === undefined ? '' : `, ${field.unit}`
  const orNull = schema.anyOf?.some(({ type }) => type === 'null') === true ? ', or `null`' : ''
  if (range !== undefined) return `${range.isWhole ? '' : 'a number '}${range.text}${unit}${orNull}`
  if (field.choices !== undefined) return 'one of the names below'
  if (schema.type === 'boolean') return '`true` or `false`'
  return `${schema.type === 'string' ? 'text' : 'an object'}${orNull}`
}

/** The default of a field, or that of the object it is in where that may be left out; empty where it is needed. */
function describeDefault({ path, usual }: RecipeFieldInfo, root: JsonSchema): string {
  if (usual !== undefined) return code(JSON.stringify(usual))
  const keys = path.split('.')
  const key = keys[keys.length - 1]!
  const own = find(root, keys)?.default
  const parent = find(root, keys.slice(0, -1))?.default as Record<string, unknown> | null | undefined
  const value = own === undefined ? parent?.[key] : own
  return value === undefined ? '' : code(JSON.stringify(value))
}

function describeField(field: RecipeFieldInfo): string {
  const setting = SETTING_NAMES.find((name) => field.path === `layers.*.${name}`)
  if (setting !== undefined) return `${field.help} With ${activationsWith(setting).map(code).join(', ')}.`
  const [parent = '', name = ''] = field.path.split('.')
  const alternatives = Object.entries(ALTERNATIVES[parent] ?? {})
  const having = alternatives.filter(([, settings]) => name in settings).map(([key]) => code(key))
  if (having.length === 0 || having.length === alternatives.length) return field.help
  return `${field.help} With ${having.join(', ')}.`
}

function writeChoices({ path, choices }: RecipeFieldInfo): string[] {
  if (choices === undefined) return []
  const rows = choices.map(({ value, label, description }) => [code(value), label, description])
  return [table([code(path.replace('.*', '[]')), 'Name', 'What sets it apart'], rows)]
}
