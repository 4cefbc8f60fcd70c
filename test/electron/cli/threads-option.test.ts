import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { describeCap } from '#shared/words/cap-words.ts'
import { tinyRecipe } from '../backend/tiny-workbench.ts'
import { makeCommandLine, parseLines, PATIENCE, runInProcess } from './command-line.ts'

it('uses as many threads as there are cores where more are asked for, and says so', PATIENCE, async () => {
  const { run, tiny } = makeCommandLine()
  const cores = availableParallelism()
  const planned = await run(...tiny, '--dry-run', '--json', '--threads', '256')
  expect(planned.status, planned.stderr).toBe(0)
  expect(planned.stderr).toContain(`--threads: ${describeCap(256, cores)!}\n`)
  expect(parseLines(planned.stdout)[0]).toMatchObject({ threads: cores })
  expect((await run(...tiny, '--dry-run', '--threads', '1')).stderr).not.toContain('--threads')
})

it(
  'trains as many runs of a sweep at once as there are cores where more are asked for, and says so',
  PATIENCE,
  async () => {
    const { run, folder, dataSet } = makeCommandLine()
    const recipe = path.join(folder, 'recipe.json')
    writeFileSync(recipe, JSON.stringify(tinyRecipe(dataSet)))
    const cores = availableParallelism()
    const words = [
      'sweep',
      '--recipe',
      recipe,
      '--vary',
      `seed=1..${cores + 1}`,
      '--dry-run',
      '--json',
      '--workers',
    ]
    const planned = await run(...words, '256')
    expect(planned.status, planned.stderr).toBe(0)
    expect(planned.stderr).toContain(`--workers: ${describeCap(256, cores)!}\n`)
    expect(parseLines(planned.stdout)[0]).toMatchObject({ workers: cores })
    expect((await run(...words, '1')).stderr).not.toContain('--workers')
  },
)

it.each(['train', 'resume', 'what-if', 'learning-curve', 'reproduce'])(
  '%s offers threads, as it trains',
  PATIENCE,
  async (command) => {
    expect((await runInProcess(command, '--help')).stdout).toContain('--threads <n>')
  },
)

it.each([
  ...[
    'runs',
    'runs edit',
    'runs export',
    'runs import',
    'runs thin',
    'export',
    'import',
    'report',
    'download',
  ],
  ...[
    'evaluate',
    'predict',
    'trace',
    'slice',
    'verify',
    'gradient-check',
    'sweep',
    'presets',
    'assignment check',
  ],
])('%s offers no threads, as none would act', PATIENCE, async (command) => {
  const { status, stdout } = await runInProcess(...command.split(' '), '--help')
  expect(status).toBe(0)
  expect(stdout).toContain('Usage: ')
  expect(stdout).not.toContain('--threads')
})
