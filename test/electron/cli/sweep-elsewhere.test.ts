import { once } from 'node:events'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { parseLines, PATIENCE } from './command-line.ts'
import { makeSweeps } from './make-sweeps.ts'
import { runLine } from './run-line.ts'

/** The environment of the machine that trains: its own data folder. */
const otherMachine = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  BACKPROP_HOME: path.join(folder, 'other home'),
  BACKPROP_MNIST: '',
})

describe('a sweep that is trained elsewhere', PATIENCE, () => {
  it('leaves as a SLURM array, comes home run by run, and says what is missing', async () => {
    const { run, recipe, folder } = makeSweeps(2)
    const into = path.join(folder, "it's there")
    const vary = ['--recipe', recipe, '--vary', 'seed=1..3', '--name', 'far', '--into', into]
    const printed = await run('sweep', ...vary, '--print', 'slurm', '--workers', '100')
    expect(printed.status).toBe(0)
    expect(printed.stderr).toMatch(
      /^Kept as far \([0-9a-z]{10}\), trained elsewhere\. To bring its runs home: /,
    )
    expect(printed.stdout.split('\n').filter((line) => line.startsWith('#SBATCH'))).toEqual([
      '#SBATCH --job-name=far',
      '#SBATCH --array=0-2%100',
      '#SBATCH --ntasks=1',
      '#SBATCH --cpus-per-task=1',
      '#SBATCH --time=1:00:00',
      '#SBATCH --mem=2G',
    ])
    const script = path.join(folder, 'far.sh')
    writeFileSync(script, printed.stdout)
    const env = otherMachine(folder)
    // As SLURM runs two of the three tasks.
    const runTask = async (task: number): Promise<void> => {
      const words = { ...env, SLURM_ARRAY_TASK_ID: String(task), SCRIPT: script }
      expect((await runLine('bash "$SCRIPT"', words)).status).toBe(0)
    }
    const alone = await runLine('bash "$SCRIPT"', { ...env, SLURM_ARRAY_TASK_ID: '', SCRIPT: script })
    expect(alone.status).not.toBe(0)
    expect(alone.stderr).toContain('submit this script with sbatch')
    await runTask(0)
    await runTask(2)
    const files = [1, 3].map((number) => path.join(into, `far-${number}.backprop`))
    const { mtimeMs } = statSync(files[0]!)
    await runTask(0)
    expect(statSync(files[0]!).mtimeMs).toBe(mtimeMs)
    expect(existsSync(path.join(into, 'far-2.backprop'))).toBe(false)

    const imported = await run('runs', 'import', ...files)
    expect(imported.stdout).toContain('1 run added, 1 of the sweep ‘far’\n')
    expect(imported.stderr).toMatch(/^far: 2 of 3 runs have come home; what is missing: sweeps show \w+\n$/)
    // Once more, nothing doubles.
    await run('runs', 'import', ...files)
    const shown = parseLines((await run('sweeps', 'show', 'far', '--json')).stdout)
    expect(shown[0]).toMatchObject({ event: 'sweep', status: 'elsewhere', runCount: 3 })
    expect(shown[0]?.counts).toEqual({ waiting: 1, training: 0, completed: 2, stopped: 0, failed: 0 })
    const results = shown.filter(({ event }) => event === 'result')
    expect(results.map(({ index }) => index).sort()).toEqual([0, 2])
    expect(results.map(({ place }) => place)).toEqual([1, 2])
    expect(shown.at(-1)).toMatchObject({ event: 'missing', index: 1, changes: [{ path: 'seed', value: 2 }] })

    const text = (await run('sweeps', 'show', 'far')).stdout
    expect(text).toMatch(/^far \(\w+\): elsewhere, 2 of 3 runs here\n/)
    expect(text).toContain(
      '\nMissing, with what trains each: 1\n  #2: seed 2\n    npm run -s backprop -- train ',
    )

    const missing = (await run('sweeps', 'show', 'far', '--missing')).stdout
    expect(missing.trimEnd().split('\n')).toHaveLength(1)
    expect((await runLine(missing, env)).status).toBe(0)
    await run('runs', 'import', path.join(into, 'far-2.sqlite'))
    const [whole] = parseLines((await run('sweeps', '--json')).stdout)
    expect(whole).toMatchObject({ name: 'far', status: 'completed', counts: { completed: 3 } })
    expect((await run('sweeps', 'show', 'far', '--missing')).stdout).toBe('')
  })

  it('goes on with a run that came home before its end, where it was trained', async () => {
    const { run, start, recipe, folder } = makeSweeps(300)
    const into = path.join(folder, 'far')
    const vary = ['--recipe', recipe, '--vary', 'seed=1,2', '--name', 'far', '--into', into]
    await run('sweep', ...vary, '--print', 'lines')
    const env = otherMachine(folder)
    const [, second] = (await run('sweeps', 'show', 'far', '--missing')).stdout.trimEnd().split('\n')
    const store = path.join(into, 'far-1.sqlite')
    const program = start('train', '--recipe', recipe, '--seed', '1', '--store', store, '--json')
    const ended = once(program, 'close')
    for await (const line of createInterface({ input: program.stdout })) {
      if ((JSON.parse(line) as Record<string, unknown>).event === 'epoch') program.kill('SIGKILL')
    }
    await ended
    const imported = await run('runs', 'import', store)
    expect(imported.stdout).toContain('1 run added, 1 of the sweep ‘far’\n')
    expect(imported.stderr).toContain('far: 0 of 2 runs have come home; what is missing: ')

    const shown = await run('sweeps', 'show', 'far', '--json')
    const missing = parseLines(shown.stdout).filter(({ event }) => event === 'missing')
    const [cutOff] = parseLines((await run('runs', '--json')).stdout)
    expect(missing).toMatchObject([
      { index: 0, runId: cutOff!.id, store },
      { index: 1, runId: null, command: second },
    ])
    expect(missing[0]!.command).toBe(
      `npm run -s backprop -- resume ${String(cutOff!.id)} --store ${store} --threads 1`,
    )
    const told = await run('sweeps', 'show', 'far')
    expect(told.stdout).toContain(
      `Missing, with what trains each: 2\n  #1: seed 1, cut off (${String(cutOff!.id)})\n`,
    )
    expect(told.stderr).toContain(
      `When they have ended: npm run -s backprop -- runs import ${into}/far-*.sqlite`,
    )

    for (const { command } of missing) expect((await runLine(String(command), env)).status).toBe(0)
    await run('runs', 'import', store, path.join(into, 'far-2.sqlite'))
    const [whole] = parseLines((await run('sweeps', '--json')).stdout)
    expect(whole).toMatchObject({ status: 'completed', counts: { waiting: 0, completed: 2 } })
  })

  it('is kept where lines are asked for by name, once for the same settings', async () => {
    const { run, recipe } = makeSweeps(1)
    const vary = ['--recipe', recipe, '--vary', 'seed=1,2', '--name', 'lines']
    const bare = await run('sweep', ...vary, '--print')
    expect((await run('sweeps', '--json')).stdout).toBe('')
    const kept = await run('sweep', ...vary, '--print', 'lines')
    expect(kept.stdout).toBe(bare.stdout)
    expect((await run('sweep', ...vary, '--print', 'lines')).stdout).toBe(bare.stdout)
    // Others would be taken for its files.
    const other = await run(
      'sweep',
      '--recipe',
      recipe,
      '--vary',
      'seed=3,4',
      '--name',
      'Lines',
      '--print',
      'slurm',
    )
    expect(other).toMatchObject({ status: 1, stdout: '' })
    expect(other.stderr).toContain("other names than those of the sweep 'lines' (lines-…)")
    expect(parseLines((await run('sweeps', '--json')).stdout)).toMatchObject([
      { name: 'lines', status: 'elsewhere', runCount: 2 },
    ])
    const resumed = await run('sweep', '--resume', 'lines')
    expect(resumed.status).toBe(1)
    expect(resumed.stderr).toContain("Sweep 'lines' is trained elsewhere; import its runs")
  })

  it('leaves runs alone that are none of its points, and takes those that were there before it', async () => {
    const { run, recipe, folder } = makeSweeps(1)
    const train = async (seed: string): Promise<string> => {
      const store = path.join(folder, `seed-${seed}.sqlite`)
      const words = ['--recipe', recipe, '--seed', seed, '--name', `seed ${seed}`, '--store', store]
      expect((await run('train', ...words)).status).toBe(0)
      return store
    }
    const stores = [await train('1'), await train('9')]
    await run('runs', 'import', ...stores)
    // One of the same recipe, but from other weights than those that its seed draws.
    const words = ['--continue', 'seed 9', '--recipe', recipe, '--seed', '2', '--name', 'tuned']
    expect((await run('train', ...words)).status).toBe(0)
    const tuned = path.join(folder, 'tuned.backprop')
    expect((await run('runs', 'export', 'tuned', '--out', tuned)).status).toBe(0)
    stores.push(tuned)
    await run('sweep', '--recipe', recipe, '--vary', 'seed=1,2', '--name', 'far', '--print', 'lines')
    const again = await run('runs', 'import', ...stores)
    expect(again.stdout).toContain('1 run: 1 already there, 1 of the sweep ‘far’\n')
    expect(again.stdout.match(/of the sweep/g)).toHaveLength(1)
    const runs = parseLines((await run('runs', '--json')).stdout)
    expect(runs.toSorted((a, b) => String(a.name).localeCompare(String(b.name)))).toMatchObject([
      { name: 'seed 1', sweep: { name: 'far', index: 0 } },
      { name: 'seed 9', sweep: null },
      { name: 'tuned', sweep: null, recipe: { seed: 2 } },
    ])

    // From a store in which they belong to a sweep, they come home to that of another store.
    const file = path.join(folder, 'far.backprop')
    await run('runs', 'export', 'seed 1', '--out', file)
    const third = ['--store', path.join(folder, 'third.sqlite')]
    await run(
      'sweep',
      '--recipe',
      recipe,
      '--vary',
      'seed=1,2',
      '--name',
      'far',
      '--print',
      'lines',
      ...third,
    )
    const there = await run('runs', 'import', file, ...third)
    expect(there.stdout).toContain('1 run added, 1 of the sweep ‘far’\n')
  })
})
