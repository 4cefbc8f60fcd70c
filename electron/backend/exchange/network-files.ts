import { FormatError } from '#core/formats/format-error.ts'
import { readNetwork2, type ReadNetwork, writeNetwork2 } from '#core/formats/network2.ts'
import { checkRecipe } from '#core/recipe/recipe.ts'
import { RUN_NAME_LIMIT } from '#contract/inputs.ts'
import { type ExportedFile, type RunSummary, WorkbenchError } from '#contract/types.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'

/** Reads a network2 file. @throws WorkbenchError `invalid` naming the file, what was expected and what came */
export function parseNetworkFile(fileName: string, text: string): ReadNetwork {
  try {
    const network = readNetwork2(text)
    const problems = checkRecipe(network.recipe)
    if (problems.length > 0) throw new FormatError(problems.map((problem) => problem.message).join('; '))
    return network
  } catch (error) {
    if (error instanceof FormatError) throw new WorkbenchError('invalid', `${fileName}: ${error.message}`)
    throw error
  }
}

/** Writes a run's weights as a file, named after run and epoch. */
export function writeNetworkFile(run: RunSummary, checkpoint: Checkpoint): ExportedFile {
  const epoch = checkpoint.epoch < 0 ? '' : `-epoch-${checkpoint.epoch}`
  return {
    fileName: `${fileStemOf(run)}${epoch}.json`,
    text: writeNetwork2(run.recipe, checkpoint.parameters),
  }
}

/** A run's name as the beginning of a file's name. */
export function fileStemOf(run: Pick<RunSummary, 'id' | 'name'>): string {
  const slug = run.name
    .normalize('NFKD')
    .replace(/[^\p{Letter}\p{Number}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  return slug || run.id
}

/** A run's name after a file's: without folder and ending. */
export function nameOfFile(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? ''
  return (
    base
      .replace(/\.json$/i, '')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim() || 'Imported network'
  ).slice(0, RUN_NAME_LIMIT)
}
