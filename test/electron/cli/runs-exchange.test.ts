import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

describe('runs export and runs import', PATIENCE, () => {
  it('carry runs to another store, where they go on', async () => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '2', '--name', 'first')
    await run(...tiny, '--epochs', '1', '--name', 'second', '--seed', '2')
    const file = path.join(folder, 'some.backprop')
    const exported = await run('runs', 'export', '--filter', 'epochs >= 1', '--out', file)
    expect(exported).toMatchObject({ status: 0, stderr: '' })
    expect(exported.stdout).toMatch(/^Wrote .*some\.backprop: 2 runs, 0\.\d MB\n$/)

    const there = ['--store', path.join(folder, 'there.sqlite')]
    const imported = await run('runs', 'import', file, ...there)
    expect(imported).toMatchObject({ status: 0, stdout: `${file}: 2 runs added\n`, stderr: '' })
    const again = await run('runs', 'import', file, ...there, '--json')
    expect(parseLines(again.stdout)).toMatchObject([
      { event: 'imported', file, added: 0, present: 2, extended: 0, besides: 0, busy: 0 },
    ])
    const [here, copied] = await Promise.all([run('runs', '--json'), run('runs', '--json', ...there)])
    expect(copied.stdout).toBe(here.stdout)

    // A whole store, too; what is there already stays.
    await run(...tiny, '--epochs', '1', '--name', 'third', '--seed', '3')
    const store = path.join(folder, 'home', 'workbench.sqlite')
    expect((await run('runs', 'import', store, ...there)).stdout).toBe(
      `${store}: 1 run added, 2 already there\n`,
    )
    const one = await run(
      'runs',
      'export',
      'third',
      '--weights',
      'best-and-last',
      '--out',
      'one.backprop',
      '--json',
    )
    expect(parseLines(one.stdout)).toMatchObject([
      { event: 'exported', format: 'backprop', file: path.join(folder, 'one.backprop') },
    ])
  })

  it('say what is wrong', async () => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '1', '--name', 'mine')
    const other = path.join(folder, 'other.backprop')
    writeFileSync(other, 'sizes: 784')
    mkdirSync(path.join(folder, 'folder'))
    const cases: [string[], number, RegExp][] = [
      [
        ['runs', 'export', '--out', 'x.backprop'],
        2,
        /^backprop: runs: expected one at least, or --filter, got none\n$/,
      ],
      [['runs', 'export', 'mine'], 2, /required option '--out <file>'/],
      [['runs', 'export', 'nobody', '--out', 'x.backprop'], 2, /got 'nobody', which no run has/],
      [['runs', 'export', '--filter', 'epochs > 9', '--out', 'x.backprop'], 2, /--filter: no run fits/],
      [
        ['runs', 'export', 'mine', '--out', 'nowhere/x.backprop'],
        2,
        /--out: the folder .*nowhere is not there\n$/,
      ],
      [['runs', 'export', 'mine', '--out', 'folder'], 2, /--out: expected a file, got the folder/],
      [['runs', 'import', 'gone.backprop'], 2, /^backprop: gone\.backprop: there is no such file\n$/],
      [['runs', 'import', other], 2, /other\.backprop: expected a file of runs \(\.backprop\) or a store/],
      [['runs', 'import', path.join(folder, 'home', 'workbench.sqlite')], 2, /expected another store/],
    ]
    for (const [words, status, reason] of cases) {
      const finished = await run(...words)
      expect(finished, words.join(' ')).toMatchObject({ status, stdout: '' })
      expect(finished.stderr).toMatch(reason)
    }
    expect(existsSync(path.join(folder, 'nowhere'))).toBe(false)
    expect(existsSync(path.join(folder, 'x.backprop'))).toBe(false)
  })
})
