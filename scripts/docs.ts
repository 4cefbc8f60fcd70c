import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { listGeneratedDocs } from './docs/generated-docs.ts'
import { root } from './root.ts'

/** `npm run docs`: writes the pages that are made from the source. */
for (const { file, text } of await listGeneratedDocs()) {
  writeFileSync(path.join(root, file), text)
  console.log(`Wrote ${file}`)
}
