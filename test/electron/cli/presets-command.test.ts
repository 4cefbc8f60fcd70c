import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { makeCommandLine, parseLines } from './command-line.ts'

/** Saves a tiny recipe as 'Mine'. */
async function saveMine(change: Partial<Recipe> = {}) {
  const line = makeCommandLine()
  const recipe: Recipe = {
    ...LECTURE_RECIPE,
    data: { ...LECTURE_RECIPE.data, dataSet: line.dataSet, trainSize: 200, validationSize: 40, testSize: 60 },
    inputSize: 30,
    layers: [
      { units: 7, activation: 'relu', batchNorm: false, dropout: 0 },
      { units: 10, activation: 'softmax', batchNorm: false, dropout: 0 },
    ],
    loss: 'softmax-cross-entropy',
    optimizer: { name: 'sgd', learningRate: 0.1 },
    epochs: 2,
    ...change,
  }
  const file = path.join(line.folder, 'recipe.json')
  writeFileSync(file, JSON.stringify(recipe))
  const saved = await line.run('presets', 'save', ' Mine ', '--recipe', file)
  expect(saved).toEqual({ status: 0, stdout: 'Saved Mine\n', stderr: '' })
  return { ...line, recipe, file }
}

test('a recipe saved under a name trains by that name, whatever its case, and other options override its fields', async () => {
  const { run, recipe } = await saveMine()
  const { stdout, status } = await run('train', '--preset', 'mine', '--seed', '5', '--json')
  expect(status).toBe(0)
  expect(parseLines(stdout)[0]).toMatchObject({ event: 'started', recipe: { ...recipe, seed: 5 } })
})

test('the presets of the workbench train by their name and their title', async () => {
  const { run, tiny } = await saveMine()
  const options = tiny.slice(1)
  for (const preset of ['nielsen-3-l2', 'nielsen 3: l2 regularization']) {
    const { stdout, stderr } = await run(
      'train',
      '--preset',
      preset,
      ...options,
      '--layers',
      '30,7,10',
      '--json',
    )
    expect(stderr).toBe('')
    expect(parseLines(stdout)[0]).toMatchObject({
      recipe: { l2: { lambda: 5 }, loss: 'binary-cross-entropy' },
    })
  }
})

test('own presets are listed before those of the workbench', async () => {
  const { run } = await saveMine()
  const { stdout } = await run('presets')
  const names = stdout.split('\n').map((row) => row.split(/\s{2,}/)[0])
  expect(names.slice(0, 2)).toEqual(['NAME', 'Mine'])
  expect(names).toContain('nielsen-1-30-hidden')
  const lines = parseLines((await run('presets', 'list', '--json')).stdout)
  expect(lines[0]).toMatchObject({ event: 'preset', name: 'Mine', kind: 'own', recipe: { epochs: 2 } })
  expect(lines[1]).toMatchObject({ event: 'preset', kind: 'built-in' })
})

test('a name that is taken is replaced on request alone', async () => {
  const { run, file } = await saveMine()
  const again = ['presets', 'save', 'MINE', '--recipe', file]
  expect(await run(...again)).toMatchObject({
    status: 2,
    stderr: "backprop: there is a preset 'MINE' already; --replace takes its place\n",
  })
  expect(await run(...again, '--replace')).toMatchObject({ status: 0 })
  const own = parseLines((await run('presets', '--json')).stdout).filter((line) => line.kind === 'own')
  expect(own.map((line) => line.name)).toEqual(['MINE'])
})

test('a preset is exported without the place of its data, imported elsewhere, renamed and deleted', async () => {
  const { run, folder, dataSet } = await saveMine()
  const file = path.join(folder, 'mine.json')
  await run('presets', 'export', 'Mine', '--out', file)
  expect(readFileSync(file, 'utf8')).not.toContain(dataSet)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    name: 'Mine',
    recipe: { data: { dataSet: `folder:${path.basename(dataSet)}` } },
  })
  expect(await run('presets', 'delete', 'mine')).toMatchObject({ status: 0, stdout: 'Deleted Mine\n' })
  expect(await run('presets', 'import', file)).toMatchObject({ status: 0, stdout: 'Saved Mine\n' })
  expect(await run('presets', 'rename', 'Mine', 'Yours')).toMatchObject({ stdout: 'Renamed Mine to Yours\n' })
  expect((await run('presets')).stdout).toMatch(/\nYours /)
  expect((await run('presets')).stdout).not.toMatch(/\nMine /)
})

test('a recipe alone is imported under the name of its file, and the command says what was read', async () => {
  const { run, folder, recipe, file } = await saveMine()
  const plain = path.join(folder, 'Two  epochs.json')
  writeFileSync(plain, JSON.stringify(recipe))
  expect(await run('presets', 'import', plain)).toEqual({
    status: 0,
    stdout: `Saved Two epochs, a recipe without a name, called after its file ${plain}\n`,
    stderr: '',
  })
  const preset = path.join(folder, 'preset.json')
  await run('presets', 'export', 'Mine', '--out', preset)
  const both = await run('presets', 'import', file, preset, '--replace', '--json')
  expect(parseLines(both.stdout)).toMatchObject([
    { event: 'saved', name: 'recipe', file, kind: 'recipe' },
    { event: 'saved', name: 'Mine', file: preset, kind: 'preset' },
  ])
  const { stdout } = await run('train', '--preset', 'two epochs', '--json')
  expect(parseLines(stdout)[0]).toMatchObject({ event: 'started', recipe })
  writeFileSync(path.join(folder, 'broken.json'), '{"layers": []}')
  expect(await run('presets', 'import', path.join(folder, 'broken.json'))).toMatchObject({ status: 2 })
})

test('a file in place of a name is taken, be it a preset or a recipe, and copied among the presets too', async () => {
  const { run, folder, recipe, file } = await saveMine()
  const { stdout } = await run('train', '--preset', file, '--json')
  expect(parseLines(stdout)[0]).toMatchObject({ event: 'started', recipe })
  const home = path.join(folder, 'home', 'presets')
  writeFileSync(path.join(home, 'copied.json'), JSON.stringify(recipe))
  expect((await run('presets')).stdout).toMatch(/\ncopied /)
  expect(await run('train', '--preset', path.join(folder, 'none.json'))).toMatchObject({ status: 2 })
})

test('the recipe of a run becomes a preset', async () => {
  const { run } = await saveMine()
  await run('train', '--preset', 'Mine', '--epochs', '1')
  expect(await run('presets', 'save', 'Of a run', '--run', 'last')).toMatchObject({ status: 0 })
  const lines = parseLines((await run('presets', '--json')).stdout)
  expect(lines.find((line) => line.name === 'Of a run')).toMatchObject({ recipe: { epochs: 1 } })
})

test.each([
  [['presets', 'save', 'X'], 'presets save: expected --recipe or --run, got neither'],
  [['presets', 'save', ' ', '--recipe', 'recipe.json'], 'name: expected a text, but it is empty'],
  [
    ['presets', 'save', 'x'.repeat(61), '--recipe', 'recipe.json'],
    'name: expected at most 60 characters, got 61',
  ],
  [
    ['presets', 'save', 'nielsen-3-l2', '--recipe', 'recipe.json'],
    "name: expected another one than that of a preset of the workbench, got 'nielsen-3-l2'",
  ],
  [['presets', 'delete', 'nobody'], "There is no preset 'nobody'."],
  [['presets', 'rename', 'nobody', 'b'], "There is no preset 'nobody'."],
  [['train', '--preset', 'nobody'], "--preset: expected one of 'Mine', "],
  [
    ['train', '--preset', 'Mine', '--recipe', 'recipe.json'],
    "'--preset <name>' cannot be used with option '--recipe",
  ],
])('%j is refused', async (words, message) => {
  const { run, folder } = await saveMine()
  const { status, stderr } = await run(
    ...words.map((word) => (word === 'recipe.json' ? path.join(folder, word) : word)),
  )
  expect(status).toBe(2)
  expect(stderr.replaceAll(`${folder}/`, '')).toContain(message)
})

test('a file among the presets that is none is named, and the others are listed', async () => {
  const { run, folder } = await saveMine()
  const presets = path.join(folder, 'home', 'presets')
  mkdirSync(presets, { recursive: true })
  writeFileSync(path.join(presets, 'broken.json'), '{"name": "Broken"')
  const { status, stdout, stderr } = await run('presets')
  expect(status).toBe(1)
  expect(stdout).toMatch(/\nMine /)
  expect(stderr).toContain('broken.json: expected a preset as JSON, got a file that is cut off in line 1')
})
