import path from 'node:path'
import { expect, it } from 'vitest'
import { writeTinyDataSet } from '../backend/tiny-workbench.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

it('trains on a mix that --data names, and evaluates it by source', PATIENCE, async () => {
  const { run, folder, dataSet } = makeCommandLine()
  writeTinyDataSet(path.join(folder, 'other'), 50)
  const mix = `mix:${dataSet}+other:120`
  const trained = await run('train', '--data', mix, '--layers', '30,8,10', '--epochs', '2', '--json')
  expect(trained).toMatchObject({ status: 0, stderr: '' })
  const evaluated = await run('evaluate', 'last', '--json')
  const [total, ...sources] = parseLines(evaluated.stdout)
  expect(total).toMatchObject({
    event: 'evaluated',
    dataSet: `mix:${dataSet}+${folder}/other:120`,
    total: 120,
  })
  expect(sources).toMatchObject([
    { event: 'source', dataSet, total: 60 },
    { event: 'source', dataSet: path.join(folder, 'other'), total: 60 },
  ])
  expect(sources.reduce((sum, { correct }) => sum + (correct as number), 0)).toBe(total!.correct)
  const words = await run('evaluate', 'last')
  expect(words.stdout).toMatch(/\(\d+ \/ 60\) of the test images of other; 95 % interval: /)
  const bad = await run('train', '--data', `${dataSet}+`, '--epochs', '1')
  expect(bad.stderr).toContain('which is not there')
  const twice = await run('train', '--data', 'mnist+mnist')
  expect(twice).toMatchObject({ status: 2 })
  expect(twice.stderr).toContain("got 'mnist' twice")
})
