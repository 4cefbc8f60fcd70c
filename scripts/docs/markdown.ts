/** Says on a generated page where it comes from. */
export function generatedFrom(source: string): string {
  return `<!-- Written by \`npm run docs\` from ${source}; edits here are lost. -->`
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')
}

/** Text as code; empty text stays empty. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``
}
