import { z } from 'zod'
import type { Random } from '#core/random/random.ts'

/** Values that no call, or hardly one, expects at any place. */
export const VALUES: readonly unknown[] = [
  ...[undefined, null, true, false, 0, -1, 1.5, NaN, Infinity, -Infinity, 2 ** 53, 2 ** 31, -0, 1e308, 7n],
  ...['', ' ', '\0', '../../etc/passwd', '/dev/zero', 'a'.repeat(100_000), '__proto__', 'constructor'],
  ...['\u202e\u0007\u001b[2J', "'; DROP TABLE run; --", '%s%n', '=1+1', '<script>', '('.repeat(6000)],
  ...[[], {}, [[[[]]]], [null], new Uint8Array(0), new Uint8Array(1000), new Float64Array(3)],
  ...[
    { runId: { runId: 'x' } },
    { length: 1e9 },
    Array(1000).fill('x'),
    new Date(NaN),
    /x/,
    new Map([[1, 2]]),
  ],
  JSON.parse('{"__proto__": {"isLong": true}, "constructor": 1}'),
]

/** One field in so many has a value of `VALUES`, whatever its schema says. */
const ONE_WRONG_IN = 12

/** The part of JSON Schema that the schemas of calls are written in. */
interface JsonSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly prefixItems?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly maxLength?: number
}

export const pick = <T>(values: readonly T[], random: Random): T => values[random.integer(values.length)]!

/**
 * An argument of a call as its schema has it, so that it comes past the schema to what carries the call out: numbers at the edges of
 * their ranges, texts of any kind, fields that may be left out or not; and now and then a value of `VALUES`, anywhere.
 * @param known values of fields by their names, such as ids of what is there, which no schema tells
 */
export function drawInput(
  input: z.ZodType,
  known: Readonly<Record<string, readonly unknown[]>>,
  random: Random,
): unknown {
  const schema = z.toJSONSchema(input, { unrepresentable: 'any', io: 'input' }) as JsonSchema
  // A call without an argument has a schema that says nothing.
  if (Object.keys(schema).every((key) => key.startsWith('$')))
    return random.integer(2) === 0 ? undefined : pick(VALUES, random)
  return draw(schema, known, random)
}

function draw(
  schema: JsonSchema,
  known: Readonly<Record<string, readonly unknown[]>>,
  random: Random,
): unknown {
  if (random.integer(ONE_WRONG_IN) === 0) return pick(VALUES, random)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return draw(pick(choices, random), known, random)
  if (schema.enum !== undefined) return pick(schema.enum, random)
  if ('const' in schema) return schema.const
  switch (schema.type) {
    case 'object':
      return drawObject(schema, known, random)
    case 'array':
      return drawList(schema, known, random)
    case 'integer':
    case 'number':
      return drawNumber(schema, random)
    case 'string':
      return pick(
        ['x', ' x ', '0123456789abcdef', '\u202e\u0007', 'ä'.repeat(schema.maxLength ?? 50)],
        random,
      )
    case 'boolean':
      return random.integer(2) === 0
    case 'null':
      return null
    case undefined:
    default:
      // Bytes, which JSON Schema cannot say.
      return new Uint8Array(pick([0, 1, 30, 784], random))
  }
}

function drawObject(
  { properties = {}, required = [] }: JsonSchema,
  known: Readonly<Record<string, readonly unknown[]>>,
  random: Random,
): unknown {
  const fields: [string, unknown][] = []
  for (const [name, schema] of Object.entries(properties)) {
    if (!required.includes(name) && random.integer(2) === 0) continue
    const isKnown = known[name] !== undefined && random.integer(ONE_WRONG_IN) !== 0
    fields.push([name, isKnown ? pick(known[name]!, random) : draw(schema, known, random)])
  }
  return Object.fromEntries(fields)
}

function drawList(
  { prefixItems, items = {}, minItems = 0, maxItems = 3 }: JsonSchema,
  known: Readonly<Record<string, readonly unknown[]>>,
  random: Random,
): unknown[] {
  if (prefixItems !== undefined) return prefixItems.map((item) => draw(item, known, random))
  const length = Math.max(minItems, Math.min(maxItems, 1 + random.integer(3)))
  return Array.from({ length }, () => draw(items, known, random))
}

function drawNumber(
  { type, minimum, exclusiveMinimum, maximum = 2 ** 31 }: JsonSchema,
  random: Random,
): number {
  const least = minimum ?? (exclusiveMinimum === undefined ? -(2 ** 31) : exclusiveMinimum + 1e-6)
  const small = Math.min(maximum, Math.max(least, 0) + random.integer(10))
  return pick([least, maximum, small, small, small], random) + (type === 'number' ? random.integer(2) / 4 : 0)
}
