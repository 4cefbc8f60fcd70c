import { resolvePaths } from '#backend/paths.ts'
import type { Workbench } from '#backend/workbench.ts'
import { quoteWords } from '#shared/shell-words.ts'

/** The words that make a command work on a store: none for the usual one. */
export function storeWords(storePath: string): string[] {
  return storePath === resolvePaths().storePath ? [] : ['--store', storePath]
}

/** A command for the store that this one works on, as a person types it after `backprop --`. */
export async function hintCommand(workbench: Workbench, ...words: readonly string[]): Promise<string> {
  const { storePath } = await workbench.api.app.getInfo()
  return quoteWords([...words, ...storeWords(storePath)])
}
