import { ChildLines } from './child-lines.ts'
import { childCommand } from './variants.ts'

/** Runs one of the measuring child processes to its end and returns its answer. @throws Error with its last words */
export async function runChild(file: string, job: unknown): Promise<unknown> {
  const child = new ChildLines(childCommand(file, job))
  try {
    return await child.read()
  } finally {
    await child.close()
  }
}
