import { code, generatedFrom, table } from './markdown.ts'
import { type DescribedType, TypeReader } from './read-types.ts'

const FILE = 'electron/cli/json-lines/json-lines.ts'

/** A command, and the lines that it prints with `--json`. */
export interface DescribedCommand {
  /** Its words. */
  readonly name: string
  readonly lines: readonly DescribedType[]
}

/** Types that have a page of their own. */
const ELSEWHERE: Readonly<Partial<Record<string, string>>> = { Recipe: '[Recipe](recipe.md)' }

/** Every command with its lines, in the order of their types. */
export function describeCommands(reader = new TypeReader(FILE)): DescribedCommand[] {
  return reader.listUnions('JsonLines').map(({ name, members }) => ({
    name,
    lines: members.map((member) => reader.describe(member)),
  }))
}

/** docs/json-lines.md: what each command prints with `--json`. */
export function writeJsonLinesPage(): string {
  const reader = new TypeReader(FILE)
  const commands = describeCommands(reader)
  return [
    generatedFrom('electron/cli/json-lines'),
    '# The JSON lines of the command line',
    `With \`--json\`, a command prints one JSON object a line on standard output, and nothing else there. \`event\` says what a line
is, but for \`trace\`. Errors go to standard error as text; the exit status is 0 when all is done, 1 for a job that failed, 2 for wrong arguments.
A number that is none (a loss beyond all bounds) is \`null\`. Later versions may add lines and fields: leave out what you do
not know.`,
    ...commands.flatMap((command, k) => writeCommand(command, commands.slice(0, k))),
    '## Types',
    ...listMentioned(reader, commands).flatMap((type) => writeType(type)),
  ].join('\n\n')
}

function writeCommand({ name, lines }: DescribedCommand, before: readonly DescribedCommand[]): string[] {
  const blocks = lines.flatMap((line) => {
    const first = before.find((other) => other.lines.some((each) => each.name === line.name))
    return first === undefined ? writeLine(line) : [`${titleOf(line)}: as for ${code(first.name)}.`]
  })
  return [`## ${code(name)}`, ...blocks]
}

/** What its `event` may be. */
export function eventsOf(line: DescribedType): string[] {
  const type = line.fields?.find(({ name }) => name === 'event')?.type ?? ''
  return type.split(' | ').map((event) => event.replaceAll("'", ''))
}

function titleOf(line: DescribedType): string {
  const events = eventsOf(line)
  return events[0] === '' ? '**Without `event`**' : `**${events.map(code).join(' or ')}**`
}

function writeLine(line: DescribedType): string[] {
  const others = { ...line, fields: line.fields?.filter(({ name }) => name !== 'event') }
  return [`${titleOf(line)}: ${line.comment}`, ...writeFields(others)]
}

function writeType(type: DescribedType): string[] {
  const head = `### ${type.name}`
  if (type.fields !== undefined)
    return [head, type.comment, ...writeFields(type)].filter((text) => text !== '')
  return [head, type.comment, code(type.type ?? '')].filter((text) => text !== '')
}

function writeFields({ fields = [] }: DescribedType): string[] {
  if (fields.length === 0) return []
  const rows = fields.map(({ name, isOptional, type, comment }) => [
    `${code(name)}${isOptional ? ' (may be missing)' : ''}`,
    code(type),
    comment,
  ])
  return [table(['Field', 'Type', 'What it is'], rows)]
}

/** Types that lines mention, and those that these mention, each once, by name. */
function listMentioned(reader: TypeReader, commands: readonly DescribedCommand[]): DescribedType[] {
  const found = new Map<string, DescribedType>()
  const queue = commands.flatMap(({ lines }) => lines.flatMap(({ mentions }) => mentions))
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue
    const elsewhere = ELSEWHERE[name]
    const type: DescribedType =
      elsewhere === undefined
        ? reader.describe(name)
        : { name, comment: `See ${elsewhere}.`, fields: [], mentions: [] }
    found.set(name, type)
    queue.push(...type.mentions)
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
