import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** The lines of Python that README.md gives under a heading. */
export async function readmeLines(heading: string): Promise<string> {
  const readme = await readFile(path.join(import.meta.dirname, '../../README.md'), 'utf8')
  return /```python\n(.*?)```/s.exec(readme.slice(readme.indexOf(`**${heading}**`)))![1]!
}
