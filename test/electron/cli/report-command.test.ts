import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

describe('report', PATIENCE, () => {
  it('writes a page of the named runs, and replaces a file only where it is named', async () => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '1', '--name', 'mine')
    const first = await run('report', 'mine')
    const file = path.join(folder, 'mine-report.html')
    expect(first).toMatchObject({ status: 0, stdout: `Wrote ${file}, a report of 1 run\n`, stderr: '' })
    expect(readFileSync(file, 'utf8')).toMatch(
      /^<!doctype html>[\s\S]*<title>mine<\/title>[\s\S]*<\/html>\n$/,
    )
    expect(await run('report', 'last')).toMatchObject({ status: 2, stdout: '' })
    const named = await run('report', '--filter', 'epochs = 1', '--out', file, '--json')
    expect(parseLines(named.stdout)).toMatchObject([{ event: 'exported', format: 'html', file }])
    expect((await run('report', 'mine', '--out', '-')).stdout).toContain('<title>mine</title>')
  })

  it('says that there is nothing to report', async () => {
    const { run, folder } = makeCommandLine()
    expect(await run('report', '--out', 'x.html')).toMatchObject({
      status: 2,
      stderr: 'backprop: runs: expected one at least, or --filter, got none\n',
    })
    expect(existsSync(path.join(folder, 'x.html'))).toBe(false)
  })
})
