import type { WeightFormat } from '#core/formats/weight-format.ts'

/**
 * Formats of weights and what stands in their files, a line each, for the end of a command's help.
 *
 * @param hasOptions whether the command takes `--option`
 */
export function listFormats(
  formats: readonly WeightFormat[],
  { hasOptions }: { hasOptions: boolean },
): string {
  const width = Math.max(...formats.map(({ name }) => name.length))
  const lines = formats.flatMap(({ name, title, description, options = [] }) => [
    `  ${name.padEnd(width)}  ${title}. ${description}`,
    ...(hasOptions ? options : []).map(
      (option) =>
        `  ${''.padEnd(width)}  --option ${option.name}=${option.choices.map(({ value }) => value).join('|')}  ${option.title}`,
    ),
  ])
  return `\nFormats:\n${lines.join('\n')}`
}
