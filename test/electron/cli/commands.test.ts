import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { readFolder } from '#data/folder-data-set.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

describe('the other commands', PATIENCE, () => {
  it('list, evaluate, export, import, predict and train on', async () => {
    const { run, tiny, dataSet, folder } = makeCommandLine()
    expect((await run('runs')).stderr).toMatch(/^No runs yet in .*workbench\.sqlite\n$/)
    const training = await run(...tiny, '--epochs', '8', '--name', 'mine', '--json')
    const trained = parseLines(training.stdout)
    const { runId } = trained[0]!
    const done = trained.at(-1)!
    const last = trained.at(-2)!

    const [plain, json, byPrefix, byName, exported] = await Promise.all([
      run('runs'),
      run('runs', '--json'),
      run('evaluate', String(runId).slice(0, 3), '--json'),
      run('evaluate', 'mine'),
      run('export', 'last', '--epoch', '7', '--format', 'network2', '--out', 'net.json', '--json'),
    ])
    expect(plain.stdout).toMatch(
      /^ID +NAME .*\n[0-9a-z]{10} +mine +completed +tiny +30-12-10 +8\/8 .* wasm +2.*\n$/,
    )
    expect(parseLines(json.stdout)).toMatchObject([
      { event: 'run', id: runId, name: 'mine', status: 'completed', recipe: trained[0]!.recipe },
    ])
    const evaluated = parseLines(byPrefix.stdout)
    const around = (low: unknown, high: unknown, value: number): boolean =>
      typeof low === 'number' && typeof high === 'number' && low < value && value < high
    const { accuracyInterval, lossInterval } = evaluated[0] as Record<string, [number, number]>
    expect(around(...accuracyInterval!, (last.testCorrect as number) / 60)).toBe(true)
    expect(around(...lossInterval!, last.testLoss as number)).toBe(true)
    expect(evaluated).toEqual([
      {
        event: 'evaluated',
        runId,
        epoch: 7,
        dataSet,
        part: 'test',
        correct: last.testCorrect,
        total: 60,
        changedData: null,
        loss: expect.closeTo(last.testLoss as number, 12) as number,
        accuracy: (last.testCorrect as number) / 60,
        accuracyInterval,
        lossInterval,
      },
    ])
    expect(byName.stdout).toMatch(
      new RegExp(
        `^[\\d.]+ % \\(${String(last.testCorrect)} / 60\\), loss 0\\.\\d+\n  .* 95 % intervals: .*; epoch 7, best validation accuracy\n$`,
      ),
    )
    expect(parseLines(exported.stdout)).toMatchObject([
      { event: 'exported', runId, format: 'network2', limits: [] },
    ])
    const file = path.join(folder, 'net.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      sizes: [30, 12, 10],
      cost: 'QuadraticCost',
    })

    const imported = parseLines((await run('import', file, '--json')).stdout)[0]!
    expect(imported).toMatchObject({ event: 'imported', name: 'net', weightsSha256: done.weightsSha256 })
    const { test } = await readFolder(dataSet)
    const pictures = [3, 8].map((k) => {
      const png = new PNG({ width: 6, height: 5 })
      for (let p = 0; p < 30; p++)
        png.data.fill(test.images[30 * k + p]!, 4 * p, 4 * p + 3).fill(255, 4 * p + 3, 4 * p + 4)
      const picture = path.join(folder, `digit-${test.labels[k]}.png`)
      writeFileSync(picture, PNG.sync.write(png))
      return picture
    })
    const [again, predicted, further] = await Promise.all([
      run('evaluate', 'net', '--data', dataSet, '--json'),
      run('predict', 'net', ...pictures, '--json'),
      run(...tiny, '--epochs', '1', '--from', file, '--json'),
    ])
    expect(parseLines(again.stdout)).toEqual(
      evaluated.map((event) => ({ ...event, epoch: -1, runId: imported.runId })),
    )
    const answers = parseLines(predicted.stdout)
    expect(answers.map((answer) => answer.file)).toEqual(pictures)
    for (const answer of answers) {
      const outputs = answer.outputs as number[]
      expect(answer).toMatchObject({ event: 'predicted', digit: outputs.indexOf(Math.max(...outputs)) })
    }
    expect(answers.map((answer) => answer.digit)).toEqual([3, 8])
    expect(parseLines(further.stdout).find(({ event }) => event === 'epoch')!.trainLoss).toBeLessThan(
      last.trainLoss as number,
    )
  })

  it('evaluate --diagnose says what stands in the way of a run and what helps', async () => {
    const { run, tiny } = makeCommandLine()
    await run(...tiny, '--epochs', '2', '--learning-rate', '0.001')
    const { status, stdout } = await run('evaluate', 'last', '--diagnose')
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /\nThe learning rate of 0\.001 is so low .*\n {2}What helps: A learning rate of 3\.\n/,
    )
    const lines = parseLines((await run('evaluate', 'last', '--diagnose', '--json')).stdout)
    expect(lines.map(({ event }) => event)).toEqual(['evaluated', ...lines.slice(1).map(() => 'finding')])
    expect(lines[1]).toMatchObject({
      finding: { code: 'rate-too-low', learningRate: 0.001, fitting: 3 },
      cures: [
        { code: 'learning-rate', value: 3 },
        { code: 'epochs', value: 20 },
      ],
    })
  })

  it('export never replaces a file that was not named', async () => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '1')
    const first = await run('export', 'last')
    const file = path.join(folder, '30-12-10-1-epoch-0.json')
    expect(first).toEqual({
      status: 0,
      stdout: `Wrote ${file} (epoch 0, best validation accuracy)\nRead again, it answers 60 test images with the same numbers\n`,
      stderr: '',
    })
    expect(existsSync(file)).toBe(true)
    const second = await run('export', 'last')
    expect(second.status).toBe(2)
    expect(second.stderr).toContain('exists already')
    expect((await run('export', 'last', '--out', file)).status).toBe(0)
  })

  it.skipIf(process.platform === 'win32')(
    'export follows a link, and writes to a device without replacing it',
    async () => {
      const { run, runProgram, tiny, folder } = makeCommandLine()
      await run(...tiny, '--epochs', '1')
      const file = path.join(folder, 'net.json')
      const link = path.join(folder, 'link.json')
      const pipe = path.join(folder, 'pipe')
      writeFileSync(file, 'former', { mode: 0o600 })
      symlinkSync(file, link)
      expect((await run('export', 'last', '--out', link)).status).toBe(0)
      expect(lstatSync(link).isSymbolicLink()).toBe(true)
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ sizes: [30, 12, 10] })
      expect(statSync(file).mode & 0o777).toBe(0o600)

      execFileSync('mkfifo', [pipe])
      const [exported, read] = await Promise.all([
        runProgram('export', 'last', '--out', pipe),
        readFile(pipe, 'utf8'),
      ])
      expect(exported.status).toBe(0)
      expect(read).toBe(readFileSync(file, 'utf8'))
      expect(lstatSync(pipe).isFIFO()).toBe(true)
    },
  )

  it('refuses an empty --store', async () => {
    const { runProgram } = makeCommandLine()
    expect(await runProgram('runs', '--store', '')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'backprop: --store: expected a file, but it is empty\n',
    })
  })

  it('keeps the store where --store says', async () => {
    const { run, tiny, folder } = makeCommandLine()
    const store = ['--store', path.join('deep', 'my.sqlite')]
    expect((await run(...tiny, '--epochs', '1', ...store)).status).toBe(0)
    expect(existsSync(path.join(folder, 'deep', 'my.sqlite'))).toBe(true)
    expect(existsSync(path.join(folder, 'home', 'workbench.sqlite'))).toBe(false)
    expect(parseLines((await run('runs', '--json', ...store)).stdout)).toHaveLength(1)
  })
})
