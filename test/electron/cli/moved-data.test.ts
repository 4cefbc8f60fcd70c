import { renameSync } from 'node:fs'
import { expect, it } from 'vitest'
import { portableRecipe } from '#core/recipe/portable-recipe.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { writeRecipeLink } from '#shared/recipe-link.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

it(
  'a link from another machine says which data it needs, and trains once they are named',
  PATIENCE,
  async () => {
    const { run, tiny, dataSet } = makeCommandLine()
    const trained = parseLines((await run(...tiny, '--epochs', '2', '--json')).stdout)
    const { dataSha256 } = (parseLines((await run('runs', '--json')).stdout) as { dataSha256: string }[])[0]!
    const link = await writeRecipeLink(portableRecipe(trained[0]!.recipe as Recipe, dataSha256))

    // The store that trained it knows the folder.
    const again = parseLines((await run('train', '--recipe', link, '--json')).stdout)
    expect(again.at(-1)!.weightsSha256).toBe(trained.at(-1)!.weightsSha256)

    const elsewhere = ['--store', 'elsewhere.sqlite']
    const missing = await run('train', '--recipe', link, ...elsewhere)
    expect(missing.status).toBe(1)
    expect(missing.stderr).toContain(
      `backprop: Data set 'tiny': expected the folder whose images and labels have the SHA-256 ${dataSha256.slice(0, 12)}…`,
    )
    renameSync(dataSet, `${dataSet}-here`)
    const named = await run('train', '--recipe', link, '--data', `${dataSet}-here`, '--json', ...elsewhere)
    expect(parseLines(named.stdout).at(-1)!.weightsSha256).toBe(trained.at(-1)!.weightsSha256)
  },
)
