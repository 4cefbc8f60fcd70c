import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { Store } from '#backend/store/store.ts'
import { tamper } from '../backend/store/filled-store.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

describe('runs', PATIENCE, () => {
  it('are listed beside those that are damaged, which are named', async () => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '1', '--name', 'whole')
    await run(...tiny, '--epochs', '1', '--name', 'broken')
    const file = path.join(folder, 'home', 'workbench.sqlite')
    tamper(file, (database) => database.exec(`UPDATE run SET tags = '["a' WHERE name = 'broken'`))
    const listed = await run('runs')
    expect(listed.status).toBe(0)
    expect(listed.stdout).toContain('whole')
    expect(listed.stdout).not.toContain('broken')
    expect(listed.stderr).toMatch(
      /^Left out: run 'broken' \(\w+\) is damaged: its tags: expected a list of tags as JSON, got '\["a'\nTo save what can be read: store repair\n$/,
    )
    const lines = parseLines((await run('runs', '--json')).stdout)
    expect(lines.map(({ event, name }) => [event, name])).toEqual([
      ['run', 'whole'],
      ['damaged', 'broken'],
    ])
    const refused = await run('evaluate', 'broken')
    expect(refused.status).not.toBe(0)
    expect((await run('store', 'repair')).stdout).toContain("Lost: Run 'broken'")
    expect((await run('runs')).stdout).toContain('broken')
  })

  it('are filtered, hidden where archived, and written as CSV', async () => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '2', '--name', 'first')
    await run(...tiny, '--epochs', '1', '--name', 'second', '--optimizer', 'adam')
    await run(...tiny, '--epochs', '1', '--name', 'third')
    const names = async (...words: string[]): Promise<unknown[]> =>
      parseLines((await run('runs', '--json', ...words)).stdout).map((event) => event.name)
    expect(await names('--filter', 'epochs >= 2 or optimizer = adam')).toEqual(['second', 'first'])
    // They cannot be older than a day, even where the test goes over midnight.
    expect(await names('--filter', 'started = last 2 days')).toHaveLength(3)
    expect(await names('--filter', `started <= ${new Date().getFullYear()}`)).toHaveLength(3)
    expect(await names('--filter', 'started > today')).toEqual([])
    expect((await run('runs', '--help')).stdout).toContain('today, yesterday or last 7 days')

    const store = new Store(path.join(folder, 'home', 'workbench.sqlite'))
    const third = store.runs.list().find((each) => each.name === 'third')!
    store.runs.edit([third.id], { isArchived: true, addTags: ['teaching'] })
    store.close()
    expect(await names()).toEqual(['second', 'first'])
    expect(await names('--all')).toEqual(['third', 'second', 'first'])
    expect(await names('--filter', 'archived and tag:teaching')).toEqual(['third'])
    expect(await run('runs', '--filter', 'tag:teaching')).toMatchObject({
      status: 0,
      stdout: '',
      stderr: 'None of 3 runs fits; archived ones need --all\n',
    })

    const file = path.join(folder, 'measures.csv')
    expect((await run('runs', '--csv', file)).stdout).toBe(`Wrote ${file}\n`)
    const lines = readFileSync(file, 'utf8').split('\r\n')
    expect(lines).toHaveLength(1 + 3 + 1)
    expect(lines[0]).toMatch(/^run_id,run,.*,epoch,.*,test_correct,/)
    const piped = await run('runs', '--filter', 'adam', '--csv', '-')
    expect(piped.stdout).toBe(`${lines[0]}\r\n${lines[1]}\r\n`)
  })

  it('are told apart in the table where they have one name, and by their ids where a name stands for several', async () => {
    const { run, tiny } = makeCommandLine()
    const named = [...tiny, '--epochs', '1', '--name', 'mine']
    await run(...named, '--learning-rate', '0.5')
    await run(...named, '--learning-rate', '3', '--activation', 'tanh')
    await run(...named, '--learning-rate', '3', '--activation', 'tanh')
    await run(...tiny, '--epochs', '1', '--name', 'another')
    const table = (await run('runs')).stdout
    const labels = table
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(/ {2,}/)[1])
    expect(labels).toEqual([
      'another',
      expect.stringMatching(/^mine \(tanh, learning rate 3, .*3 of 3\)$/),
      expect.stringMatching(/^mine \(tanh, learning rate 3, .*2 of 3\)$/),
      expect.stringMatching(/^mine \(sigmoid, learning rate 0\.5, .*\)$/),
    ])
    const names = parseLines((await run('runs', '--json')).stdout).map(({ name }) => name)
    expect(names).toEqual(['another', 'mine', 'mine', 'mine'])

    const ambiguous = await run('resume', 'mine')
    expect(ambiguous.status).toBe(2)
    expect(ambiguous.stderr).toMatch(
      /^backprop: run: 'mine' stands for 3 runs \(\w+: mine \(tanh.*; \w+: mine \(sigmoid.*\)\); give an id\n$/,
    )
  })

  it('say what is wrong with a filter or a file', async () => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '1')
    expect(await run('runs', '--filter', 'accuracy > high')).toEqual({
      status: 2,
      stdout: '',
      stderr: "backprop: --filter: accuracy: expected a number after >, got 'high'\n",
    })
    expect(await run('runs', '--filter', 'no such run', '--csv', 'none.csv')).toMatchObject({
      status: 2,
      stderr: 'backprop: --csv: expected one run at least, got none\n',
    })
    const nowhere = path.join(folder, 'nowhere')
    expect(await run('runs', '--csv', path.join(nowhere, 'x.csv'))).toMatchObject({
      status: 2,
      stderr: `backprop: --csv: the folder ${nowhere} is not there\n`,
    })
  })
})
