import type { WeightFormat } from '#core/formats/weight-format.ts'

/** Formats of weights and what stands in their files, a line each, for the end of a command's help. */
export function listFormats(formats: readonly WeightFormat[]): string {
  const width = Math.max(...formats.map(({ name }) => name.length))
  const lines = formats.map(
    ({ name, title, description }) => `  ${name.padEnd(width)}  ${title}. ${description}`,
  )
  return `\nFormats:\n${lines.join('\n')}`
}
