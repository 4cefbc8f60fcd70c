import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { tinyRecipe } from '../backend/tiny-workbench.ts'
import { type CommandLine, makeCommandLine } from './command-line.ts'

/** A command line with a file of a tiny recipe. */
export function makeSweeps(epochs = 3): CommandLine & { recipe: string } {
  const commandLine = makeCommandLine()
  const recipe = path.join(commandLine.folder, 'recipe.json')
  writeFileSync(recipe, JSON.stringify(tinyRecipe(commandLine.dataSet, { epochs })))
  return { ...commandLine, recipe }
}
