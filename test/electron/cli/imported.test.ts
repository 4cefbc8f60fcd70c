import path from 'node:path'
import { expect, it } from 'vitest'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

it('what a file with weights does not tell is unknown in every command', PATIENCE, async () => {
  const { run, tiny, dataSet, folder } = makeCommandLine()
  await run(...tiny, '--epochs', '2', '--name', 'trained')
  const file = path.join(folder, 'net.json')
  await run('export', 'trained', '--out', file)
  const imported = await run('import', file)
  expect(imported.stderr).toContain('What it was trained on and how is unknown')

  const list = await run('runs')
  expect(list.stdout).toMatch(/ net +imported +unknown +30-12-10 +unknown /)
  const [json] = parseLines((await run('runs', '--filter', 'name = net', '--json')).stdout)
  expect(json!.recipe).toEqual({
    version: 1,
    data: { normalization: 'unit' },
    inputSize: 30,
    layers: [12, 10].map((units) => ({ units, activation: 'sigmoid', batchNorm: false })),
    loss: 'mse',
  })
  const namesOf = async (filter: string): Promise<unknown[]> =>
    parseLines((await run('runs', '--filter', filter, '--json')).stdout).map(({ name }) => name)
  expect(await namesOf('data = unknown')).toEqual(['net'])
  expect(await namesOf('seed = unknown')).toEqual(['net'])
  expect(await namesOf('seed != unknown')).toEqual(['trained'])
  expect(await namesOf('seed = 1')).toEqual(['trained'])
  expect(await namesOf('optimizer = sgd')).toEqual(['trained'])
  expect(await namesOf('data != mnist')).toEqual(['trained'])
  expect(await namesOf('lossFunction = mse')).toEqual(['net', 'trained'])

  const asked = await run('evaluate', 'net')
  expect([asked.status, asked.stderr]).toEqual([
    2,
    "backprop: --data: expected the data set to measure 'net' on, got none; what it was trained on is unknown\n",
  ])
  const both = await run('evaluate', 'trained', '--against', 'net')
  expect(both.status).toBe(2)
  expect(both.stderr).toContain('--data: expected the one to measure these runs on')
  const measured = await run('evaluate', 'trained', '--against', 'net', '--data', dataSet)
  expect(measured.status).toBe(0)
  expect(measured.stdout).toMatch(
    /net: [\d.]+ % \(\d+ \/ 60\).*\n.*right of the 60 test images of tiny; 95 % intervals/,
  )
  expect(measured.stdout).toMatch(/'trained' and 'net' get the same \d+ of 60 test images of tiny right/)
  const [line] = parseLines((await run('evaluate', 'net', '--data', dataSet, '--json')).stdout)
  expect(line).toMatchObject({ event: 'evaluated', dataSet, part: 'test', total: 60 })
})
