import { describe, expect, it } from 'vitest'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

describe('runs edit', PATIENCE, () => {
  it('changes what is kept with the runs that are named or fit', async () => {
    const { run, tiny } = makeCommandLine()
    await run(...tiny, '--epochs', '1', '--name', 'first')
    await run(...tiny, '--epochs', '1', '--name', 'second')
    const words = ['--tag', 'teaching', '--tag', 'wide', '--star', '--notes', '# Why', '--colour', '3']
    expect(await run('runs', 'edit', 'first', ...words)).toEqual({
      status: 0,
      stdout: 'Changed 1 run\n',
      stderr: '',
    })
    const list = async (): Promise<unknown[]> =>
      parseLines((await run('runs', '--json', '--all')).stdout).reverse()
    const first = { name: 'first', tags: ['teaching', 'wide'], isStarred: true, notes: '# Why', colour: 3 }
    expect(await list()).toMatchObject([first, { tags: [], isStarred: false, notes: '', colour: null }])

    const edited = await run(
      'runs',
      'edit',
      '--filter',
      'epochs >= 1',
      '--untag',
      'WIDE',
      '--archive',
      '--json',
    )
    expect(parseLines(edited.stdout)).toMatchObject([
      { event: 'edited', changes: { removeTags: ['WIDE'], isArchived: true } },
    ])
    await run('runs', 'edit', 'first', '--no-star', '--no-archive', '--colour', 'none')
    expect(await list()).toMatchObject([
      { ...first, tags: ['teaching'], isStarred: false, colour: null, isArchived: false },
      { isArchived: true },
    ])
  })

  it('says what is wrong', async () => {
    const { run, tiny } = makeCommandLine()
    await run(...tiny, '--epochs', '1', '--name', 'mine')
    const cases: [string[], RegExp][] = [
      [['mine'], /^backprop: runs edit: expected a change, as in --tag teaching or --star, got none\n$/],
      [['--star'], /^backprop: runs: expected one at least, or --filter, got none\n$/],
      [['nobody', '--star'], /got 'nobody', which no run has/],
      [['mine', '--colour', '99'], /Colour: expected at most 10/],
      [['mine', '--tag', 'a,b'], /Tag: expected one line without commas and quotes/],
    ]
    for (const [words, reason] of cases) {
      const { status, stderr } = await run('runs', 'edit', ...words)
      expect(stderr).toMatch(reason)
      expect(status, words.join(' ')).toBeGreaterThan(0)
    }
  })
})

describe('runs thin', PATIENCE, () => {
  it('removes weights, after it has said what that frees', async () => {
    const { run, tiny } = makeCommandLine()
    await run(...tiny, '--epochs', '9', '--name', 'all')
    await run(...tiny, '--epochs', '9', '--name', 'third', '--keep', '3')
    const planned = await run('runs', 'thin', 'all', '--keep', '3', '--dry-run')
    expect(planned).toMatchObject({ status: 0, stderr: '' })
    expect(planned.stdout).toMatch(/^Would remove [56] of 9 sets of weights of 1 run, 0\.0 MB\n$/)
    const thinned = await run('runs', 'thin', 'all', '--keep', '3')
    expect(thinned.stdout).toBe(planned.stdout.replace('Would remove', 'Removed'))
    const both = await run('runs', 'thin', '--filter', 'epochs = 9', '--keep', '3', '--json')
    expect(parseLines(both.stdout)).toMatchObject([{ event: 'thinned', keepEvery: 3, removed: 0 }])
    const last = await run('runs', 'thin', 'all', '--keep', 'last')
    expect(last.stdout).toMatch(/^Removed [23] of [34] sets/)
    expect(await run('store', 'check')).toMatchObject({ status: 0 })
    const gone = await run('export', 'all', '--epoch', '0', '--out', '-')
    expect(gone.stderr).toMatch(/^backprop: The weights of epoch 0 of run 'all' were thinned out; kept are/)
    expect((await run('runs', 'thin', 'all', '--keep', 'some')).stderr).toMatch(
      /expected a whole number from 1 on or 'last', got 'some'/,
    )
  })
})
