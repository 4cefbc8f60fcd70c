import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

const VECTORS = new URL('../../reference/pytorch.json', import.meta.url)

interface Vectors {
  readonly cases: { name: string; y: number[][]; expect: { gradients: { biases: number[][] } } }[]
}

const readVectors = (): Vectors => JSON.parse(readFileSync(VECTORS, 'utf8')) as Vectors

describe('verify', PATIENCE, () => {
  it('reports each case, and fails where one differs', async () => {
    const { run, folder } = makeCommandLine()
    const { cases, ...rest } = readVectors()
    const some = { ...rest, cases: cases.slice(0, 3) }
    writeFileSync(path.join(folder, 'good.json'), JSON.stringify(some))
    some.cases[1]!.expect.gradients.biases[0]![0]! += 1e-3
    writeFileSync(path.join(folder, 'bad.json'), JSON.stringify(some))
    const [good, bad, words] = await Promise.all([
      run('verify', 'good.json', '--json'),
      run('verify', 'bad.json', '--engine', 'reference', '--json'),
      run('verify', 'bad.json'),
    ])
    expect(good.status).toBe(0)
    const events = parseLines(good.stdout)
    expect(events).toHaveLength(4)
    events.slice(0, 3).forEach((event, k) => {
      expect(event).toEqual({
        event: 'case',
        name: cases[k]!.name,
        engine: 'reference',
        maxRelativeError: expect.any(Number) as number,
      })
      expect(event.maxRelativeError).toBeLessThan(1e-10)
    })
    expect(events[3]).toMatchObject({ event: 'done', cases: 3, failed: 0 })
    expect(bad.status).toBe(1)
    const errors = parseLines(bad.stdout).map((event) => event.maxRelativeError as number)
    expect(errors.map((error) => error > 1e-10)).toEqual([false, true, false, true])
    expect(words.status).toBe(1)
    expect(words.stdout).toMatch(/ FAILED: gradients \d\.\de-\d+\n/)
    expect(words.stdout).toMatch(/1 of 3 cases differ: largest relative error .*, 1e-10 allowed\n$/)
  })

  it.each(['wasm', 'wasm-relaxed'])('holds %s to the precision of its numbers', async (engine) => {
    const { run, folder } = makeCommandLine()
    const { cases, ...rest } = readVectors()
    const some = { ...rest, cases: cases.slice(0, 3) }
    writeFileSync(path.join(folder, 'good.json'), JSON.stringify(some))
    some.cases[1]!.expect.gradients.biases[0]![0]! += 1e-3
    writeFileSync(path.join(folder, 'bad.json'), JSON.stringify(some))
    some.cases[2]!.y[0]!.fill(0.5)
    writeFileSync(path.join(folder, 'soft.json'), JSON.stringify(some))
    const [good, bad, soft] = await Promise.all([
      run('verify', 'good.json', '--engine', engine, '--json'),
      run('verify', 'bad.json', '--engine', engine),
      run('verify', 'soft.json', '--engine', engine),
    ])
    expect(good.status).toBe(0)
    const events = parseLines(good.stdout)
    expect(events.map((event) => event.engine)).toEqual([engine, engine, engine, engine])
    for (const event of events) {
      expect(event.maxRelativeError).toBeLessThan(1e-4)
      // 32 bits are not 64.
      expect(event.maxRelativeError).toBeGreaterThan(1e-9)
    }
    expect(events[3]).toMatchObject({ event: 'done', cases: 3, failed: 0, tolerance: 1e-4 })
    expect(bad.status).toBe(1)
    expect(bad.stdout).toMatch(/ FAILED: gradients \d\.\de-\d+\n/)
    expect(bad.stdout).toMatch(/1 of 3 cases differ: largest relative error .*, 1e-4 allowed\n$/)
    expect(soft.status).toBe(2)
    expect(soft.stderr).toMatch(
      /soft\.json: case 02 .*: Reference vectors: y\.0: expected one 1 among zeros, .* got 0\.5, 0\.5/,
    )
  })

  it('refuses other files and engines', async () => {
    const { run, folder } = makeCommandLine()
    writeFileSync(path.join(folder, 'other.json'), '{}')
    const vectors = path.join(folder, 'none.json')
    const [engine, missing, other] = await Promise.all([
      run('verify', vectors, '--engine', 'abacus'),
      run('verify', vectors),
      run('verify', 'other.json'),
    ])
    expect(engine.status).toBe(2)
    expect(engine.stderr).toMatch(
      /^backprop: --engine: expected wasm, wasm-relaxed or reference, got 'abacus'\n$/,
    )
    expect(missing).toMatchObject({ status: 2, stderr: `backprop: ${vectors}: there is no such file\n` })
    expect(other.status).toBe(2)
    expect(other.stderr).toMatch(/^backprop: other\.json: Reference vectors: source: .*\n$/)
  })
})

describe('gradient-check', PATIENCE, () => {
  const layer = { activation: 'relu', batchNorm: true, dropout: 0.2 } as const
  const recipe = (dataSet: string): unknown => ({
    ...LECTURE_RECIPE,
    data: { ...LECTURE_RECIPE.data, dataSet, trainSize: 200, validationSize: 40, testSize: 60 },
    inputSize: 30,
    layers: [
      { units: 12, ...layer },
      { units: 11, ...layer, batchNorm: false },
      { units: 10, activation: 'softmax' },
    ],
    initializer: { name: 'he-normal' },
    loss: 'softmax-cross-entropy',
    l2: { lambda: 0.1, convention: 'pytorch' },
  })

  it('passes on the images of a recipe, and catches a broken backward pass', async () => {
    const { run, folder, dataSet } = makeCommandLine()
    writeFileSync(path.join(folder, 'recipe.json'), JSON.stringify(recipe(dataSet)))
    const preset = { name: 'small', published: {}, recipe: recipe(dataSet) }
    writeFileSync(path.join(folder, 'preset.json'), JSON.stringify(preset))
    const check = ['gradient-check', '--recipe', 'recipe.json']
    const [sound, along, noSlope, noBias] = await Promise.all([
      run(...check, '--json'),
      run('gradient-check', '--recipe', 'preset.json', '--directions', '4'),
      run(...check, '--defect', 'no-slope', '--json'),
      run(...check, '--defect', 'no-bias', '--directions', '4'),
    ])
    expect(sound.status).toBe(0)
    const events = parseLines(sound.stdout)
    // weights, biases and batch normalization's γ and β of every layer
    expect(events.slice(0, 3).map(({ layer, compared }) => [layer, compared])).toEqual([
      [0, 30 * 12 + 12 + 24],
      [1, 12 * 11 + 11],
      [2, 11 * 10 + 10],
    ])
    for (const { maxRelativeError } of events) expect(maxRelativeError).toBeLessThan(1e-6)
    expect(events[3]).toMatchObject({ event: 'done', isPassed: true })
    expect(along.status).toBe(0)
    expect(along.stdout).toMatch(/^Layer 1 \(12 relu\): largest relative error \d\.\de-\d+\n/)
    expect(along.stderr).toContain('10 images of tiny, 4 random directions in each layer')
    expect(noSlope.status).toBe(1)
    expect(parseLines(noSlope.stdout).at(-1)).toMatchObject({ event: 'done', isPassed: false })
    expect(noBias.status).toBe(1)
    expect(noBias.stdout).toMatch(/FAILED: analytic .*\nThe backward pass is wrong/)
  })

  it('refuses what it cannot check', async () => {
    const { run, folder, dataSet } = makeCommandLine()
    const cut = { ...(recipe(dataSet) as object), inputSize: undefined }
    writeFileSync(path.join(folder, 'cut.json'), JSON.stringify(cut))
    writeFileSync(path.join(folder, 'misfit.json'), JSON.stringify({ ...cut, inputSize: 784 }))
    writeFileSync(path.join(folder, 'lost.json'), JSON.stringify(recipe('nowhere')))
    const [none, broken, misfit, lost] = await Promise.all([
      run('gradient-check'),
      run('gradient-check', '--recipe', 'cut.json'),
      run('gradient-check', '--recipe', 'misfit.json'),
      run('gradient-check', '--recipe', 'lost.json'),
    ])
    expect(none.stderr).toContain('--recipe')
    expect(broken.stderr).toBe(
      'backprop: cut.json: Inputs: expected a whole number from 1 to 1,000,000, but it is missing\n',
    )
    expect(misfit.stderr).toMatch(/Inputs: expected 30, one for each of the 5 × 6 pixels of tiny, got 784/)
    expect(lost.stderr).toContain(
      "expected pen-digits-2, mnist, mnist+pen-digits-2, my-digits or a folder, got 'nowhere', which is not there",
    )
    expect([none, broken, misfit, lost].map(({ status }) => status)).toEqual([2, 2, 2, 2])
  })
})

describe('evaluate', PATIENCE, () => {
  it('compares two runs on the same images', async () => {
    const { run, tiny, dataSet } = makeCommandLine()
    await run(...tiny, '--epochs', '1', '--name', 'short')
    await run(...tiny, '--epochs', '20', '--test-size', '50', '--name', 'long')
    const [words, json, whole] = await Promise.all([
      run('evaluate', 'short', '--against', 'long'),
      run('evaluate', 'short', '--against', 'long', '--json'),
      run('evaluate', 'long', '--against', 'long', '--data', dataSet, '--json'),
    ])
    const reports = parseLines(json.stdout)
    const a = reports[0]!
    const b = reports[1]!
    const compared = reports[2]!
    expect([a.total, b.total, compared.total]).toEqual([60, 50, 50])
    const [low, high] = a.accuracyInterval as number[]
    expect(low).toBeLessThan(a.accuracy as number)
    expect(high).toBeGreaterThan(a.accuracy as number)
    expect(compared).toMatchObject({
      event: 'compared',
      runId: a.runId,
      against: b.runId,
      correctB: b.correct,
    })
    expect((compared.onlyB as number) - (compared.onlyA as number)).toBe(
      (compared.correctB as number) - (compared.correctA as number),
    )
    expect(words.stdout).toMatch(/^short: [\d.]+ % \(\d+ \/ 60\), loss 0\.\d+\n {2}.* 95 % intervals: /)
    expect(words.stdout).toContain(`${String(compared.sentence)}\n  McNemar's test, `)
    expect(words.stderr).toContain('first 50 test images')
    expect(parseLines(whole.stdout).at(-1)).toMatchObject({
      onlyA: 0,
      onlyB: 0,
      p: 1,
      sentence: expect.stringMatching(/ get the same \d+ of \d+ test images of .* right$/) as string,
    })
  })
  it('tells how each digit is recognized', async () => {
    const { run, tiny } = makeCommandLine()
    await run(...tiny, '--epochs', '3')
    const [words, json] = await Promise.all([
      run('evaluate', 'last', '--by-digit'),
      run('evaluate', 'last', '--by-digit', '--json'),
    ])
    const [evaluated, ...digits] = parseLines(json.stdout)
    const { matrix } = digits.pop() as unknown as { matrix: number[][] }
    expect(digits.map(({ event, label, support }) => [event, label, support])).toEqual(
      Array.from({ length: 10 }, (_, label) => ['digit', label, 6]),
    )
    expect(matrix.reduce((sum, row, digit) => sum + row[digit]!, 0)).toBe(evaluated!.correct)
    expect(words.stdout).toMatch(/\nDIGIT +IMAGES +PRECISION +RECALL +F1\n +0 +6 /)
    expect(words.stdout).toMatch(/\nMixed up most: \d as \d \(\d+\)/)
  })
})

describe('evaluate --against', PATIENCE, () => {
  it('says that losses of different kinds are no ranking, and prints the digits of both', async () => {
    const { run, tiny } = makeCommandLine()
    await run(...tiny, '--epochs', '1', '--name', 'quadratic')
    await run(...tiny, '--epochs', '1', '--loss', 'binary-cross-entropy', '--name', 'cross')
    const words = ['evaluate', 'quadratic', '--against', 'cross', '--by-digit']
    const [text, json] = [await run(...words), await run(...words, '--json')]
    expect(text.stderr).toContain(
      "The losses are of different kinds, whose values say nothing about which run is better: MSE of 'quadratic'; binary cross-entropy of 'cross'.",
    )
    const heads = text.stdout.split('\n').filter((line) => /^(quadratic|cross): |^DIGIT/.test(line))
    expect(heads.map((line) => line.split(/[ :]/)[0])).toEqual(['quadratic', 'DIGIT', 'cross', 'DIGIT'])
    const digits = parseLines(json.stdout).filter(({ event }) => event === 'digit')
    const [first, second] = parseLines(json.stdout).filter(({ event }) => event === 'evaluated')
    expect(digits.map(({ runId }) => runId)).toEqual([
      ...Array<unknown>(10).fill(first!.runId),
      ...Array<unknown>(10).fill(second!.runId),
    ])
    const alike = await run('evaluate', 'cross', '--against', 'cross')
    expect(alike.stderr).not.toContain('losses')
  })
})
