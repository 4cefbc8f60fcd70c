import path from 'node:path'
import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { makeFolder } from '../backend/tiny-workbench.ts'
import { enterFolder, parseLines, PATIENCE, runInProcess } from './command-line.ts'
import { makeSweeps } from './make-sweeps.ts'
import { runLine } from './run-line.ts'

describe('sweep', PATIENCE, () => {
  it('says what it will be, trains, and lists the results, best first', async () => {
    const { run, recipe } = makeSweeps()
    const words = ['--recipe', recipe, '--vary', 'optimizer.learningRate=log:0.1:10:3', '--vary', 'seed=1,2']
    const workers = Math.min(2, availableParallelism())
    const how = ['--name', 'rates', '--workers', String(workers)]
    const { status, stdout, stderr } = await run('sweep', ...words, ...how)
    expect([status, stderr]).toEqual([0, ''])
    const lines = stdout.split('\n')
    const pace = workers === 1 ? 'one after another' : '2 at once'
    expect(lines[0]!.replace(`6 runs, 18 epochs, ${pace}, `, '')).toMatch(
      /^(less than a second|about \d+ s): optimizer\.learningRate=log:0\.1:10:3 seed=1,2$/,
    )
    expect(lines[1]).toMatch(/^rates \([0-9a-z]{10}\)$/)
    expect(
      lines.filter((line) => /^rates #\d: learning rate [\d.]+, seed \d: .* %.*, completed$/.test(line)),
    ).toHaveLength(6)
    const [, table = [], verdict = []] = stdout.split('\n\n').map((part) => part.trimEnd().split('\n'))
    expect(verdict[0]).toMatch(
      /^Best: optimizer\.learningRate 1?[\d.]+: [\d.]+\u00a0% ± [\d.]+\u00a0% over 2 seeds, .* of \d+ validation images of .* right\.$/,
    )
    expect(table[0]).toMatch(
      /^RUN +optimizer\.learningRate +seed +BEST +TEST THEN +LAST +EPOCHS +STATUS +ID$/,
    )
    const best = table.slice(1).map((line) => Number(/ ([\d.]+) %/.exec(line)?.[1]))
    expect(best).toHaveLength(6)
    expect(best).toEqual(best.toSorted((a, b) => b - a))

    const listed = parseLines((await run('runs', '--filter', 'sweep:rates and seed = 2', '--json')).stdout)
    expect(listed.map((event) => event.name)).toEqual([
      'rates #6: learning rate 10, seed 2',
      'rates #4: learning rate 1, seed 2',
      'rates #2: learning rate 0.1, seed 2',
    ])
    const [only] = parseLines((await run('sweeps', '--json')).stdout)
    expect(only).toMatchObject({ name: 'rates', status: 'completed', runCount: 6 })
  })

  it('stops hopeless runs early, and says so', async () => {
    const { run, recipe } = makeSweeps(9)
    const rates = ['--vary', 'optimizer.learningRate=log:0.001:3:9']
    const { status, stdout } = await run('sweep', '--recipe', recipe, ...rates, '--halving', '--json')
    expect(status).toBe(0)
    const events = parseLines(stdout)
    expect(events[0]).toMatchObject({ event: 'plan', runCount: 9, rungs: [1, 3], epochs: 9 + 3 * 2 + 6 })
    const results = events.filter(({ event }) => event === 'result')
    expect(results.map(({ epochsDone }) => epochsDone).sort()).toEqual([1, 1, 1, 1, 1, 1, 3, 3, 9])
    expect(results.find(({ epochsDone }) => epochsDone === 3)?.reason).toMatchObject({
      code: 'halved',
      ...{ epochs: 3, of: 3 },
    })
  })

  it('prints commands that train the same runs elsewhere, to be merged', async () => {
    const { run, recipe, folder } = makeSweeps(2)
    const vary = ['--recipe', recipe, '--vary', 'layers=none,9', '--vary', 'seed=1,2']
    const into = path.join(folder, 'my stores')
    const printed = await run('sweep', ...vary, '--print', '--name', "it's ${HOME}", '--into', into)
    expect(printed.status).toBe(0)
    expect(printed.stderr).toBe(
      `When they have ended: npm run -s backprop -- runs import '${into}'/it-s-home-*.sqlite\n`,
    )
    const lines = printed.stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    const env = { ...process.env, BACKPROP_HOME: path.join(folder, 'home'), BACKPROP_MNIST: '' }
    for (const line of [lines[0]!, lines[3]!]) {
      const { status, stdout } = await runLine(line, env)
      expect([status, stdout]).toEqual([
        0,
        expect.stringMatching(/^Epoch 0: .*test \d+\.\d\d % \(\d+ \/ 60\)\nEpoch 1: /),
      ])
    }
    const merging = `npm run -s backprop -- runs import '${into}'/it-s-home-*.sqlite`
    expect((await runLine(merging, env)).status).toBe(0)
    const merged = parseLines((await run('runs', '--json')).stdout)
    expect(merged.map(({ name }) => name).sort()).toEqual([
      "it's ${HOME} #1: hidden layers none, seed 1",
      "it's ${HOME} #4: hidden layers 9, seed 2",
    ])

    // The same bytes as when this program trains them one after the other.
    await run('sweep', ...vary)
    const all = parseLines((await run('runs', '--json')).stdout)
    const bytesOf = (end: string): unknown[] =>
      all.filter(({ name }) => String(name).endsWith(end)).map(({ weightsSha256 }) => weightsSha256)
    for (const end of ['#1: hidden layers none, seed 1', '#4: hidden layers 9, seed 2']) {
      expect(bytesOf(end)).toHaveLength(2)
      expect(new Set(bytesOf(end)).size).toBe(1)
    }
  })

  it('says before it starts what is left out, and with --dry-run nothing more', async () => {
    const { run, recipe } = makeSweeps()
    const vary = ['--recipe', recipe, '--vary', 'layers.1.activation=sigmoid,softmax', '--vary', 'seed=1..2']
    const { status, stdout } = await run('sweep', ...vary, '--dry-run')
    expect(status).toBe(0)
    expect(stdout.split('\n').slice(1)).toEqual([
      'Left out, as they are no valid recipes: 2',
      expect.stringMatching(/^ {2}activation softmax, seed 1: Loss: mse over softmax outputs/),
      expect.stringMatching(/^ {2}activation softmax, seed 2: /),
      '',
    ])
    expect((await run('sweeps')).stderr).toContain('No sweeps yet')
  })

  it('says which runs have last epochs that learn nothing, as train does', async () => {
    const { run, recipe } = makeSweeps()
    const after = async (...vary: string[]): Promise<string[]> => {
      const words = vary.flatMap((each) => ['--vary', each])
      const { status, stdout, stderr } = await run('sweep', '--recipe', recipe, ...words, '--dry-run')
      expect([status, stderr]).toEqual([0, ''])
      return stdout.trimEnd().split('\n').slice(1)
    }
    const headline = 'Trained as the recipe says, though the last epochs learn nothing'
    const cosine = ['schedule.name=cosine', 'schedule.reaches=after-last-epoch,in-last-epoch']
    expect(await after(...cosine, 'seed=1..3')).toEqual([
      `${headline}: 3`,
      expect.stringMatching(
        /^ {2}name cosine, reaches in-last-epoch, seed 1 and 2 more: The last epoch has a learning rate of 0, so/,
      ),
    ])
    expect(await after('schedule.name=exponential', 'schedule.factor=1e-6,1e-4,0.9')).toEqual([
      `${headline}: 2`,
      expect.stringMatching(/^ {2}name exponential, factor 0\.000001: The last 2 epochs have less than/),
      expect.stringMatching(/^ {2}name exponential, factor 0\.0001: The last epoch has less than/),
    ])
    expect(await after('schedule.name=cosine', 'schedule.reaches=in-last-epoch')).toEqual([
      `${headline}: 1`,
      expect.stringMatching(/^ {2}all runs: The last epoch has a learning rate of 0, so nothing is learned/),
    ])
    expect(await after('schedule.name=constant', 'seed=1,2')).toEqual([])
  })
})

describe('a field that sweep varies', PATIENCE, () => {
  it.each([
    [['lr=1'], 'optimizer.learningRate=1'],
    [['batch=5,10', 'Units=3'], 'batchSize=5,10 layers.*.units=3'],
    [['dropout=0,0.5', 'l2=0.1'], 'layers.*.dropout=0,0.5 l2.lambda=0.1'],
  ])('%j is %s', async (words, varied) => {
    const { run, recipe } = makeSweeps()
    const vary = words.flatMap((word) => ['--vary', word])
    const { status, stdout, stderr } = await run('sweep', '--recipe', recipe, ...vary, '--dry-run')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout.split('\n')[0]?.endsWith(`: ${varied}`), stdout).toBe(true)
  })

  it('is listed in the help with all others', async () => {
    const { stdout } = await runInProcess('sweep', '--help')
    const names = /Fields of --vary: (.*)/.exec(stdout)?.[1]?.split(', ')
    expect(names).toEqual(
      expect.arrayContaining(['layers', 'learningRate', 'batchSize', 'l2', 'schedule.every']),
    )
  })
})

describe('wrong arguments of sweep', () => {
  it.each([
    [[], '--vary: expected a field and its values, as in --vary seed=1,2,3, got none'],
    [
      ['--vary', 'learnrate=1'],
      '--vary: learnrate: expected a field of the recipe, got another name; is optimizer.learningRate meant?',
    ],
    [
      ['--vary', 'optimizer.learningRate=log:1:2'],
      '--vary: optimizer.learningRate: expected a number of values',
    ],
    [['--vary', 'seed=1..101', '--vary', 'batchSize=1..100'], 'got 101 × 100 = 10,100'],
    [['--vary', 'seed=1', '--into', 'x'], '--into: expected together with --print, got it alone'],
    [['--vary', 'seed=1', '--min-epochs', '2'], '--min-epochs: expected together with --halving'],
    [['--vary', 'seed=1', '--halving', '1'], '--halving: expected a whole number from 2 to 100, got 1'],
    [['--vary', 'seed=1', '--print', '--halving'], '--halving: expected without --print'],
    [['--vary', 'seed=1', '--print', 'slurm', '--halving'], '--halving: expected without --print'],
    [['--vary', 'seed=1', '--print', 'pbs'], "argument 'pbs' is invalid. Allowed choices are lines, slurm"],
    [['--resume', 'last', '--vary', 'seed=1'], '--vary: expected without --resume'],
    [['--resume', 'nothing'], "sweep: expected a sweep's id"],
  ])('%j: %s', async (words, reason) => {
    enterFolder(makeFolder())
    const { status, stdout, stderr } = await runInProcess('sweep', ...words)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(reason)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})
