import path from 'node:path'
import prettier from 'prettier'
import { root } from '../root.ts'
import { writeDrawingPage } from './drawing-page.ts'
import { writeJsonLinesPage } from './json-lines-page.ts'
import { writeLecturePage } from './lecture-page.ts'
import { writeRecipePage } from './recipe-page.ts'
import { describeRecipe } from './recipe-schema.ts'
import { writeStorePage } from './store-page.ts'

/** Files that `npm run docs` writes, by their paths from the project's folder. */
const WRITERS: Readonly<Record<string, () => string>> = {
  'docs/recipe.schema.json': () => JSON.stringify(describeRecipe()),
  'docs/recipe.md': writeRecipePage,
  'docs/json-lines.md': writeJsonLinesPage,
  'docs/store.md': writeStorePage,
  'docs/drawing.md': writeDrawingPage,
  'docs/lecture.md': writeLecturePage,
}

/** What the generated files must hold now, formatted as `npm run format` does it. */
export async function listGeneratedDocs(): Promise<{ file: string; text: string }[]> {
  return Promise.all(
    Object.entries(WRITERS).map(async ([file, write]) => {
      const filepath = path.join(root, file)
      const options = await prettier.resolveConfig(filepath)
      return { file, text: await prettier.format(write(), { ...options, filepath }) }
    }),
  )
}
