/** Endings of files of drawings, one a line. */
export const DRAWING_EXTENSIONS = ['jsonl', 'ndjson'] as const

/** Whether a file is one of drawings by its name; others are taken for pictures. */
export function holdsDrawings(name: string): boolean {
  return DRAWING_EXTENSIONS.some((extension) => name.toLowerCase().endsWith(`.${extension}`))
}
