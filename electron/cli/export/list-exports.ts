import { findFits, type FormatFit } from '#core/formats/format-fits.ts'
import { optionsOf, WRITABLE_FORMATS } from '#core/formats/registry.ts'
import { findRun } from '../common/find-run.ts'
import { Output } from '../common/output.ts'
import { withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import type { ExportOptions } from './export.ts'

/** A format as it is listed; of a run, what becomes of it there. */
type ListedFormat = Pick<FormatFit, 'format'> & Partial<FormatFit>

/** Lists the formats in which weights can be written; with a run, which can hold it, and what each loses. */
export async function listExports(
  wanted: string | undefined,
  options: ExportOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  if (wanted === undefined) {
    for (const format of WRITABLE_FORMATS) print({ format }, output)
    return 0
  }
  return withWorkbench(options, output, async (workbench) => {
    const { recipe } = await findRun(workbench, wanted)
    for (const fit of await findFits(recipe)) print(fit, output)
    return 0
  })
}

function print({ format, limits, hindrance }: ListedFormat, output: Output): void {
  const { name, title, extension, description } = format
  const lost = limits?.filter(({ isBlocking }) => !isBlocking).map(({ message }) => message) ?? null
  const choices = optionsOf(format).map((option) => ({
    name: option.name,
    choices: option.choices.map(({ value }) => value),
  }))
  const isPossible = hindrance === undefined ? null : hindrance === null
  const mark = isPossible === false ? '✗ ' : isPossible === true ? '✓ ' : ''
  output.result(
    {
      event: 'format',
      format: name,
      title,
      extension,
      description,
      options: choices,
      isPossible,
      hindrance: hindrance ?? null,
      lost,
    },
    [
      `${mark}${name} (.${extension}): ${title}. ${description}`,
      ...choices.map((option) => `    --option ${option.name}=${option.choices.join('|')}`),
      ...(hindrance == null ? (lost ?? []) : [hindrance]).map((line) => `    ${line}`),
    ].join('\n'),
  )
}
