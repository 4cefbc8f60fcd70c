import { availableParallelism } from 'node:os'
import { expect, it } from 'vitest'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

it('uses as many threads as there are cores where more are asked for, and says so', PATIENCE, async () => {
  const { run, tiny } = makeCommandLine()
  const cores = availableParallelism()
  const planned = await run(...tiny, '--dry-run', '--json', '--threads', '256')
  expect(planned.status, planned.stderr).toBe(0)
  expect(planned.stderr).toContain(
    `--threads: this machine runs ${cores} at once, so ${cores} are used instead of 256`,
  )
  expect(parseLines(planned.stdout)[0]).toMatchObject({ threads: cores })
  expect((await run(...tiny, '--dry-run', '--threads', '1')).stderr).not.toContain('--threads')
})
