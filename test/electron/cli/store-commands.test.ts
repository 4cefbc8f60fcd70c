import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { tamper } from '../backend/store/filled-store.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

describe('store', PATIENCE, () => {
  it('check tells what is wrong and what to do, repair saves the rest', async () => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '3', '--name', 'mine')
    await run(...tiny, '--epochs', '1', '--name', 'other')
    const file = path.join(folder, 'home', 'workbench.sqlite')
    const sound = `${file} is sound: 2 runs, 4 epochs, 4 sets of weights\n`
    expect(await run('store', 'check')).toEqual({ status: 0, stdout: sound, stderr: '' })
    expect((await run('store', 'repair')).stdout).toBe(
      `${file} is sound, and was left as it is: 2 runs, 4 epochs, 4 sets of weights\n`,
    )

    tamper(file, (database) =>
      database.exec(
        `UPDATE checkpoint SET parameters = zeroblob(80) WHERE epoch = 2
         AND run_id = (SELECT id FROM run WHERE name = 'mine')`,
      ),
    )
    const damaged = await run('store', 'check')
    expect(damaged.status).toBe(1)
    expect(damaged.stdout).toMatch(
      /^Run 'mine' \(\w+\): the weights of epoch 2: expected \d+ bytes, got 80\n/,
    )
    expect(damaged.stderr).toBe(`${file} has 2 problems\nTo save what can be read: store repair\n`)
    const [problem, , checked] = parseLines((await run('store', 'check', '--json')).stdout)
    expect(problem).toMatchObject({ event: 'problem' })
    expect(checked).toMatchObject({ event: 'checked', isSound: false, runs: 2 })

    const repaired = await run('store', 'repair')
    expect(repaired.status).toBe(0)
    expect(repaired.stdout).toMatch(/^Lost: Run 'mine' \(\w+\): the weights of epoch 2\n/)
    expect(repaired.stdout).toContain(`${file} is sound again: 2 runs, 3 epochs, 3 sets of weights`)
    expect(readdirSync(path.dirname(file)).filter((name) => /\.damaged-.*\.sqlite$/.test(name))).toHaveLength(
      1,
    )
    expect((await run('store', 'check')).status).toBe(0)
    expect((await run('resume', 'mine')).stdout).toMatch(/^Epoch 2: /)
  })

  it('backup writes a copy that opens, and no other file', async () => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '2', '--name', 'mine')
    const copy = path.join(folder, 'copy.sqlite')
    const written = await run('store', 'backup', copy)
    expect(written).toMatchObject({ status: 0, stderr: '' })
    expect(written.stdout).toMatch(/copy\.sqlite, 0\.\d MB; to work on it: --store .*copy\.sqlite\n$/)
    const [here, there] = await Promise.all([run('runs', '--json'), run('runs', '--json', '--store', copy)])
    expect(there.stdout).toBe(here.stdout)

    const bytes = readFileSync(copy)
    expect(await run('store', 'backup', copy)).toMatchObject({
      status: 2,
      stderr: `backprop: ${copy} exists already; name another file\n`,
    })
    expect(readFileSync(copy).equals(bytes)).toBe(true)
    expect((await run('store', 'backup', path.join(folder, 'nowhere', 'x.sqlite'))).stderr).toBe(
      `backprop: The folder ${path.join(folder, 'nowhere')} is not there\n`,
    )
  })

  it('makes no store, and touches no file that is none', async () => {
    const { run, folder } = makeCommandLine()
    const none = path.join(folder, 'none.sqlite')
    const text = path.join(folder, 'text.sqlite')
    writeFileSync(text, 'no store at all, but long enough to be looked at')
    for (const command of ['check', 'repair']) {
      expect(await run('store', command, '--store', none)).toEqual({
        status: 2,
        stdout: '',
        stderr: `backprop: There is no store at ${none}\n`,
      })
      expect(await run('store', command, '--store', text)).toMatchObject({ status: 1, stdout: '' })
    }
    expect(existsSync(none)).toBe(false)
    expect(readFileSync(text, 'utf8')).toMatch(/^no store at all/)
  })
})
