import { readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { makeCommandLine } from './command-line.ts'

/** Sets a terminal's title, clears its screen, turns the direction of reading, and ends in a line that looks like a row. */
const NAME = '=1+\u001b]0;owned\u0007\u001b[2J\u009b2J\u202e\nfake row'

/** What a terminal acts upon, but for the ends of lines and tabs. */
const ACTED_UPON = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

it('no command prints a name as a terminal would act upon it', async () => {
  const { run, tiny, folder } = makeCommandLine()
  const told = [await run(...tiny, '--name', 'first')]
  // As a file of runs from elsewhere may bring it.
  const store = new Database(path.join(folder, 'home', 'workbench.sqlite'))
  store.prepare('UPDATE run SET name = ?').run(NAME)
  store.close()
  told.push(await run('runs'))
  expect(told[1]!.stdout).toContain('=1+\\u001b]0;owned\\u0007\\u001b[2J')
  expect(told[1]!.stdout).not.toMatch(/^fake row/m)
  const json = await run('runs', '--json')
  told.push(json)
  expect(JSON.parse(json.stdout.trim().split('\n')[0]!)).toMatchObject({ name: NAME })
  const csv = path.join(folder, 'runs.csv')
  told.push(
    await run('runs', '--csv', csv),
    await run('runs', 'edit', 'last', '--tag', '=x\u001b[2J'),
    await run('resume', 'last'),
    await run('evaluate', NAME),
    await run('evaluate', `${NAME}?`),
    await run('runs', 'export', 'last', '--out', path.join(folder, 'no\u001b[2J', 'a.backprop')),
    await run('train', '--recipe', 'no\u001b[2J'),
    await run('train', `--\u001b[2J`),
    await run('\u001b[2J'),
    await run(...tiny, '--data', 'no\u001b[2J'),
  )
  for (const { stdout, stderr } of told) {
    expect(stdout).not.toMatch(ACTED_UPON)
    expect(stderr).not.toMatch(ACTED_UPON)
  }
  // The file holds the name as it is, but for what would make it a formula.
  expect(readFileSync(csv, 'utf8')).toContain(`"'${NAME}"`)
})
