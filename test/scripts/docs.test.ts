import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { listGeneratedDocs } from '../../scripts/docs/generated-docs.ts'

it('has pages that are as the source says; `npm run docs` writes them anew', async () => {
  for (const { file, text } of await listGeneratedDocs()) {
    const path = fileURLToPath(new URL(`../../${file}`, import.meta.url))
    expect(readFileSync(path, 'utf8'), file).toBe(text)
  }
})
