import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Finished } from './command-line.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** Runs a line through a shell, as a person or a queue would, where npm finds the program. */
export async function runLine(line: string, env: NodeJS.ProcessEnv, shell = 'sh'): Promise<Finished> {
  const program = spawn(shell, ['-c', line], { cwd: ROOT, env })
  let stdout = ''
  let stderr = ''
  program.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  program.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const [status] = (await once(program, 'close')) as [number | null]
  return { status, stdout, stderr }
}
