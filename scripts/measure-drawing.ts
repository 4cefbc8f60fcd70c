import { writeFileSync } from 'node:fs'
import path from 'node:path'
import prettier from 'prettier'
import { resolvePaths } from '#backend/paths.ts'
import type { DataSet } from '#core/data/data-set.ts'
import { loadDataSet } from '#data/data-sets.ts'
import { listGeneratedDocs } from './docs/generated-docs.ts'
import { onDataSet, trainAndMeasure } from './drawing/measure.ts'
import { moveAndPrepare } from './drawing/moved-digits.ts'
import {
  DATA_SETS,
  type DrawingResult,
  listRecipes,
  markOf,
  readResults,
  RESULTS_FILE,
  SEEDS,
} from './drawing/results.ts'
import { root } from './root.ts'

/*
 * `npm run docs:drawing`: measures what networks for drawing read, and writes the table of docs/drawing.md. It takes hours,
 * keeps each network's shares as it has them, and goes on where it was ended. Arguments are seeds, recipes and data sets that are to be
 * measured now, as in `1 drawing-large mnist`; by default all of each kind.
 */

const { dataFolder, mnistFolder } = resolvePaths()
const load = async (name: string): Promise<DataSet> =>
  (await loadDataSet(name, { dataFolder, ...(mnistFolder !== undefined && { mnistFolder }) })).dataSet

const wanted = process.argv.slice(2)
/** Those that are named; all where none is. */
const chosen = <Each>(all: readonly Each[], nameOf: (each: Each) => string): readonly Each[] => {
  const named = all.filter((each) => wanted.includes(nameOf(each)))
  return named.length === 0 ? all : named
}
const recipes = listRecipes()
const results = readResults(recipes)
const missing = chosen(SEEDS, String).flatMap((seed) =>
  chosen(recipes, ({ name }) => name).flatMap((measured) =>
    chosen(DATA_SETS, (name) => name)
      .filter(
        (dataSet) =>
          !results.some(
            (each) => each.recipe === measured.name && each.dataSet === dataSet && each.seed === seed,
          ),
      )
      .map((dataSet) => ({ measured, dataSet, seed })),
  ),
)
console.log(`${missing.length} networks to train`)
if (missing.length > 0) {
  const mnist = (await load('mnist')).test
  const pen = (await load('pen-digits-2')).test
  console.log('Moving and preparing the test images of MNIST')
  const unseen = { mnist, pen, moved: moveAndPrepare(mnist) }
  for (const { measured, dataSet, seed } of missing) {
    const startedAt = performance.now()
    const images = await load(dataSet)
    const recipe = onDataSet(measured.recipe, dataSet, images, seed)
    const shares = trainAndMeasure(recipe, images, unseen, (epoch) => {
      console.log(`  ${measured.name} on ${dataSet}, seed ${seed}: epoch ${epoch}`)
    })
    results.push({ recipe: measured.name, dataSet, seed, of: markOf(measured), shares })
    await keep(results)
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    console.log(
      `${measured.name} on ${dataSet}, seed ${seed}, ${seconds} s: ${JSON.stringify({ ...shares, styles: undefined })}`,
    )
  }
}
for (const { file, text } of await listGeneratedDocs()) {
  if (file === 'docs/drawing.md') writeFileSync(path.join(root, file), text)
}

async function keep(all: readonly DrawingResult[]): Promise<void> {
  const filepath = path.join(root, RESULTS_FILE)
  const options = await prettier.resolveConfig(filepath)
  writeFileSync(filepath, await prettier.format(JSON.stringify(all), { ...options, filepath }))
}
