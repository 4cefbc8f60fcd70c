import { copyFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { PNG } from 'pngjs'
import { expect, it } from 'vitest'
import { describeCommands, eventsOf } from '../../../scripts/docs/json-lines-page.ts'
import type { DescribedType } from '../../../scripts/docs/read-types.ts'
import { tamper } from '../backend/store/filled-store.ts'
import { tinyRecipe, writeTinyDataSet } from '../backend/tiny-workbench.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

const FIXTURE = fileURLToPath(new URL('../../fixtures/written-by-0.1/', import.meta.url))
const VECTORS = fileURLToPath(new URL('../../reference/pytorch.json', import.meta.url))

/** Lines that need a signal, the network, hours or images that can be drawn; the compiler holds `Output` to their types as to all others'. */
const NOT_PRINTED_HERE = [
  ...['train stopped', 'resume stopped', 'resume failed', 'sweep interrupted', 'download downloaded'],
  ...['predict drawingRead', 'predict drawingsRead'],
  ...['source', 'started', 'epoch', 'done', 'stopped', 'failed'].map((event) => `digits fine-tune ${event}`),
  ...['reproduce measured', 'reproduce point', 'reproduce compared', 'reproduce done'],
]

const commands = describeCommands()

/** What is amiss with a line: fields that are not described, and described ones that are missing. */
function findMisfits(line: Record<string, unknown>, { fields = [] }: DescribedType): string[] {
  const known = new Set(fields.map(({ name }) => name))
  return [
    ...Object.keys(line)
      .filter((key) => !known.has(key))
      .map((key) => `unknown ${key}`),
    ...fields
      .filter(({ name, isOptional }) => !isOptional && !(name in line))
      .map(({ name }) => `missing ${name}`),
  ]
}

it('prints the lines that docs/json-lines.md describes, with all their fields', PATIENCE, async () => {
  const { folder, dataSet, run } = makeCommandLine()
  const inFolder = (name: string): string => path.join(folder, name)
  const store = inFolder('old.sqlite')
  copyFileSync(path.join(FIXTURE, 'workbench.sqlite'), store)
  tamper(store, (database) => {
    const change = "SET recipe = replace(recipe, '/srv/digits/tiny', ?)"
    database.prepare(`UPDATE run ${change}`).run(path.join(FIXTURE, 'tiny'))
  })
  const recipe = tinyRecipe(dataSet, { epochs: 2 })
  writeFileSync(inFolder('recipe.json'), JSON.stringify(recipe))
  const wild = { ...recipe, optimizer: { name: 'sgd', learningRate: 1e6 } }
  const diverging = { ...wild, layers: [recipe.layers[0], { ...recipe.layers[1], activation: 'identity' }] }
  writeFileSync(inFolder('diverging.json'), JSON.stringify(diverging))
  const png = new PNG({ width: 6, height: 5, colorType: 0 })
  // Opaque black, and a bright row.
  for (let k = 0; k < png.data.length; k++) png.data[k] = k % 4 === 3 || (k >= 48 && k < 72) ? 255 : 0
  writeFileSync(inFolder('digit.png'), PNG.sync.write(png, { colorType: 0 }))

  const seen = new Set<string>()
  /** Runs a command and holds its lines to their description. @param name as in docs/json-lines.md */
  async function print(name: string, ...words: string[]): Promise<void> {
    const { stdout, stderr } = await run(...name.split(' '), ...words, '--json')
    const lines = parseLines(stdout)
    expect(lines, `${name}: ${stderr}`).not.toEqual([])
    const described = commands.find((command) => command.name === name)!.lines
    for (const line of lines) {
      // `trace` prints one kind of object, which has none.
      const event = 'event' in line ? String(line.event) : ''
      const type = described.find((each) => eventsOf(each).includes(event))
      expect(type, `${name}: ${event}`).toBeDefined()
      expect(findMisfits(line, type!), `${name}: ${JSON.stringify(line)}`).toEqual([])
      seen.add(`${name} ${event}`)
    }
  }

  await print('train', '--recipe', 'recipe.json', '--name', 'First')
  await print('train', '--recipe', 'recipe.json', '--dry-run')
  await print('train', '--recipe', 'diverging.json')
  await print('train', '--recipe', 'recipe.json', '--seed', '2', '--name', 'Second')
  await print('presets save', 'Mine', '--recipe', 'recipe.json')
  await print('presets rename', 'Mine', 'Yours')
  await print('presets export', 'Yours', '--out', 'preset.json')
  await print('presets delete', 'Yours')
  await print('presets import', 'preset.json')
  writeFileSync(inFolder('home/presets/broken.json'), '{')
  await print('presets')
  writeFileSync(inFolder('drawings.jsonl'), '{"width":9,"height":9,"label":7,"strokes":[[[1,2],[3,4]]]}')
  await print('digits import', 'drawings.jsonl')
  writeFileSync(inFolder('home/data-sets/my-digits/broken.jsonl'), '{')
  await print('digits', '--label', '7')
  const { stdout } = await run('digits', '--json')
  const { id } = parseLines(stdout)[0] as { id: string }
  await print('digits edit', id, '--label', '1')
  await print('digits export', '--out', 'exported.jsonl')
  await print('digits delete', id)
  await print('resume', 'Adam, stopped', '--store', store)
  await print('evaluate', 'First', '--by-digit', '--against', 'Second')
  writeTinyDataSet(inFolder('other'))
  await print('evaluate', 'First', '--data', `mix:${dataSet}+other`)
  await print('evaluate', 'First', '--diagnose')
  await print('predict', 'First', 'digit.png', 'recipe.json')
  await print('trace', 'First', '--image', '3')
  await print('slice', 'First', '--grid', '3')
  await print('slice', 'First', '--grid', '3', '--plane')
  const question = { id: 'why', kind: 'text', words: 'Why?', points: 1 }
  writeFileSync(inFolder('draft.json'), JSON.stringify({ title: 'Exercise', recipe, questions: [question] }))
  await print('assignment new', 'draft.json')
  await print('assignment hand-in', 'draft.backprop-task', '--name', 'Ada', '--student', 'ada')
  await print('assignment check', 'ada.backprop-work', '--key', 'draft.backprop-key')
  await print('export', 'First', '--format', 'network2', '--out', 'weights.json')
  await print('export', '--list')
  await print('import', 'weights.json')
  await print('runs')
  await print('runs', '--csv', 'metrics.csv')
  await print('runs', '--all', '--store', store)
  await print('runs export', 'First', '--out', 'runs.backprop')
  await print('runs import', 'runs.backprop', '--store', store)
  await print('runs edit', 'First', '--tag', 'teaching', '--star', '--notes', 'x', '--colour', '1')
  await print('runs thin', 'First', '--keep', 'last', '--dry-run')
  await print('runs thin', 'First', '--keep', 'last')
  await print('report', 'First', '--out', 'report.html')
  const vary = ['--recipe', 'recipe.json', '--vary', 'seed=1,2']
  await print('sweep', ...vary, '--dry-run')
  await print('sweep', ...vary, '--print')
  await print('sweep', ...vary)
  await print('sweeps show', 'last')
  await print('sweep', ...vary, '--print', 'slurm')
  await print('sweeps show', 'last')
  await print('sweeps')
  await print('sweeps', '--store', store)
  await print('what-if', '--recipe', 'recipe.json', '--vary', 'batchSize=10,20', '--epochs', '1')
  await print('learning-curve', '--recipe', 'recipe.json', '--sizes', '50,100', '--seeds', '1')
  await print('verify', VECTORS)
  await print('gradient-check', '--recipe', 'recipe.json')
  await print('reproduce', '--list')
  await print('store check')
  await print('store backup', 'copy.sqlite')
  await print('store repair')
  tamper(store, (database) => database.exec("UPDATE checkpoint SET parameters = x'00' WHERE epoch = 1"))
  tamper(store, (database) => database.exec("UPDATE run SET tags = '[' WHERE name = 'Adam, stopped'"))
  await print('runs', '--store', store)
  await print('store check', '--store', store)
  await print('store repair', '--store', store)

  const all = commands.flatMap(({ name, lines }) =>
    lines.flatMap((line) => eventsOf(line).map((event) => `${name} ${event}`)),
  )
  expect([...seen, ...NOT_PRINTED_HERE].sort()).toEqual([...new Set(all)].sort())
})
