import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

const recipe = (dataSet: string): unknown => ({
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, dataSet, trainSize: 200, validationSize: 40, testSize: 60 },
  inputSize: 30,
  epochs: 3,
})

describe('learning-curve', PATIENCE, () => {
  it('prints a point for each amount and seed, then what each amount reached', async () => {
    const { run, folder, dataSet } = makeCommandLine()
    writeFileSync(path.join(folder, 'recipe.json'), JSON.stringify(recipe(dataSet)))
    const curve = ['learning-curve', '--recipe', 'recipe.json', '--sizes', '50,20', '--seeds', '4,7']
    const [json, words, usual] = await Promise.all([
      run(...curve, '--json'),
      run(...curve),
      run('learning-curve', '--recipe', 'recipe.json', '--seeds', '1', '--epochs', '1', '--json'),
    ])
    expect(json.status).toBe(0)
    const [examined, ...events] = parseLines(json.stdout)
    expect(examined).toMatchObject({ event: 'examined' })
    const points = events.slice(0, -1)
    expect(points.map(({ event, size, seed, epochs }) => [event, size, seed, epochs])).toEqual([
      ['point', 20, 4, 30],
      ['point', 20, 7, 30],
      ['point', 50, 4, 12],
      ['point', 50, 7, 12],
    ])
    expect(events.at(-1)).toEqual({ event: 'done', networks: 4 })
    const shares = points.map((point) => point.validationAccuracy as number)
    const percent = (share: number): string => `${(100 * share).toFixed(2)} %`
    expect(words.stdout).toContain(`20 images, seed 4, 30 epochs: training `)
    const lines = words.stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(4 + 3)
    expect(lines[4]).toMatch(/^IMAGES +VALIDATION MEAN +LOWEST +HIGHEST +TRAINING MEAN$/)
    const [low, high] = [Math.min(...shares.slice(2)), Math.max(...shares.slice(2))]
    expect(lines[6]!.trim().split(/ {2,}/).slice(0, 4)).toEqual([
      '50',
      percent((shares[2]! + shares[3]!) / 2),
      percent(low),
      percent(high),
    ])
    const amounts = parseLines(usual.stdout).slice(1)
    expect(amounts.map(({ size, epochs }) => [size, epochs])).toEqual([
      [100, 1],
      [200, 1],
      [undefined, undefined],
    ])
  })

  it('refuses amounts and seeds that there are not', async () => {
    const { run, folder, dataSet } = makeCommandLine()
    writeFileSync(path.join(folder, 'recipe.json'), JSON.stringify(recipe(dataSet)))
    const curve = ['learning-curve', '--recipe', 'recipe.json']
    const [many, none, seeds] = await Promise.all([
      run(...curve, '--sizes', '100,201'),
      run(...curve, '--sizes', '0'),
      run(...curve, '--seeds', '1,-2'),
    ])
    expect(many.stderr).toBe(
      'backprop: --sizes: expected at most 200 training images beside 40 for validation, got 201\n',
    )
    expect(none.stderr).toBe(
      "backprop: --sizes: expected whole numbers from 1 on, as in 100,200,500, got '0'\n",
    )
    expect(seeds.stderr).toContain("expected whole numbers from 0 to 4294967295, as in 1,2,3, got '1,-2'")
    expect([many, none, seeds].map(({ status }) => status)).toEqual([2, 2, 2])
  })
})

describe('reproduce', PATIENCE, () => {
  it('lists the presets with their numbers', async () => {
    const { run } = makeCommandLine()
    const [words, json] = await Promise.all([
      run('reproduce', '--list'),
      run('reproduce', '--list', '--json'),
    ])
    expect(words.stdout).toMatch(/^nielsen-1-30-hidden +784-30-10 +95\.42 % best test accuracy +Nielsen 1/m)
    expect(words.stdout).toMatch(/^modern-512-256 .* 99\.00 % best test accuracy \(goal\)/m)
    const presets = parseLines(json.stdout)
    expect(presets).toHaveLength(readdirSync(new URL('../../../resources/presets', import.meta.url)).length)
    for (const preset of presets) expect(preset).toMatchObject({ event: 'preset', recipe: { version: 1 } })
  })

  it('trains presets with each seed and shows both numbers side by side', async () => {
    const { run, folder, dataSet } = makeCommandLine()
    const published = {
      measure: 'test-accuracy',
      at: 'best-epoch',
      value: 0.5,
      kind: 'published',
      source: 'A book',
    }
    const preset = {
      name: 'small',
      title: 'Small',
      description: 'A test.',
      published,
      recipe: recipe(dataSet),
    }
    writeFileSync(path.join(folder, 'recipe.json'), JSON.stringify(recipe(dataSet)))
    writeFileSync(path.join(folder, 'small.json'), JSON.stringify(preset))
    const curve = {
      ...preset,
      name: 'curve',
      published: {
        ...published,
        measure: 'validation-accuracy',
        at: 'last-epoch',
        learningCurve: [
          { trainSize: 20, value: 0.3 },
          { trainSize: 200, value: 0.5 },
        ],
      },
    }
    writeFileSync(path.join(folder, 'curve.json'), JSON.stringify(curve))
    const [json, words, trained] = await Promise.all([
      run('reproduce', 'small.json', 'curve.json', '--seeds', '1,2', '--json'),
      run('reproduce', 'small.json', '--seeds', '1,2'),
      run('train', '--recipe', 'recipe.json', '--seed', '2', '--json'),
    ])
    expect(json.status).toBe(0)
    const events = parseLines(json.stdout)
    expect(events.map(({ event }) => event)).toEqual([
      ...['measured', 'measured', 'compared'],
      ...['point', 'point', 'point', 'point', 'compared', 'compared', 'done'],
    ])
    // the run of the same recipe and seed, in the store
    const epochs = parseLines(trained.stdout).filter(({ event }) => event === 'epoch')
    const best = Math.max(...epochs.map(({ testCorrect }) => testCorrect as number)) / 60
    expect(events[1]).toMatchObject({ preset: 'small', seed: 2, value: best })
    expect(events[2]).toMatchObject({
      preset: 'small',
      published: 0.5,
      source: 'A book',
      measured: [events[0]!.value, best],
    })
    expect(events.slice(7, 9)).toMatchObject([
      {
        trainSize: 20,
        published: 0.3,
        measured: [events[3]!.validationAccuracy, events[4]!.validationAccuracy],
      },
      { trainSize: 200, published: 0.5 },
    ])
    const percent = `${(100 * best).toFixed(2)} %`
    expect(words.stdout).toContain(`small, seed 2: ${percent} (epoch `)
    expect(words.stdout).toMatch(/^PRESET +IMAGES +MEASURE +PUBLISHED +SEED 1 +SEED 2 +BEST +MEAN$/m)
    expect(words.stdout).toMatch(new RegExp(`^small +200 +best test accuracy +50\\.00 % .* ${percent} `, 'm'))
  })

  it('tells a preset that there is not, and a file that is none', async () => {
    const { run, folder } = makeCommandLine()
    writeFileSync(path.join(folder, 'other.json'), '{}')
    const [unknown, other, mnist] = await Promise.all([
      run('reproduce', 'nielsen-9'),
      run('reproduce', 'other.json'),
      run('reproduce', 'nielsen-1-30-hidden'),
    ])
    expect(unknown.stderr).toMatch(/^backprop: preset: expected nielsen.* or a file, got 'nielsen-9'\n$/)
    expect(other.stderr).toMatch(/^backprop: other\.json: Preset: name: /)
    expect([unknown.status, other.status, mnist.status]).toEqual([2, 2, 1])
    expect(mnist.stderr).toContain('MNIST is not on this machine yet')
  })
})

describe('a computation that keeps nothing', PATIENCE, () => {
  it('ends when nobody reads its output any more, and at Ctrl-C', async () => {
    const { start, folder, dataSet } = makeCommandLine()
    writeFileSync(path.join(folder, 'recipe.json'), JSON.stringify(recipe(dataSet)))
    // so many short trainings that nobody sees the end
    const seeds = Array.from({ length: 20_000 }, (_, k) => k).join(',')
    const curve = start(
      'learning-curve',
      '--recipe',
      'recipe.json',
      '--sizes',
      '20',
      '--epochs',
      '1',
      '--seeds',
      seeds,
    )
    await once(curve.stdout, 'data')
    curve.stdout.destroy()
    expect(await once(curve, 'exit')).toEqual([141, null])

    const long = start(
      'learning-curve',
      '--recipe',
      'recipe.json',
      '--sizes',
      '20,200',
      '--epochs',
      '1',
      '--seeds',
      seeds,
    )
    await once(long.stdout, 'data')
    long.kill('SIGINT')
    expect(await once(long, 'exit')).toEqual([null, 'SIGINT'])
  })
})
