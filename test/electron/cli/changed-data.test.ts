import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PNG } from 'pngjs'
import { expect, it } from 'vitest'
import { writeTinyDataSet } from '../backend/tiny-workbench.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

const CHANGED =
  /^Warning: The images or labels of 'tiny' have changed since 'mine' was trained on them: their SHA-256 was [0-9a-f]{12}… and is [0-9a-f]{12}… now\./m

it('evaluate and predict say that the files of a data folder have changed, and go on', PATIENCE, async () => {
  const { run, tiny, dataSet, folder } = makeCommandLine()
  await run(...tiny, '--epochs', '1', '--name', 'mine')
  const picture = path.join(folder, 'digit.png')
  const png = new PNG({ width: 6, height: 5, colorType: 0 })
  for (let k = 0; k < png.data.length; k++) png.data[k] = k % 4 === 3 || (k >= 48 && k < 72) ? 255 : 0
  writeFileSync(picture, PNG.sync.write(png, { colorType: 0 }))

  const before = await run('evaluate', 'mine')
  expect(before).toMatchObject({ status: 0, stderr: '' })
  expect((await run('predict', 'mine', picture)).stderr).not.toContain('Warning')

  writeTinyDataSet(dataSet, 99)
  const after = await run('evaluate', 'mine')
  expect(after.status).toBe(0)
  expect(after.stderr).toMatch(CHANGED)
  expect(after.stderr).toContain('The figures are of what is there now.')
  const [line] = parseLines((await run('evaluate', 'mine', '--json')).stdout)
  expect(line!.changedData).toMatchObject({ dataSet, before: expect.any(String) as string })

  const predicted = await run('predict', 'mine', picture)
  expect(predicted.status).toBe(0)
  expect(predicted.stderr).toMatch(CHANGED)

  // A folder that is gone is no changed one, and another one is compared with nothing.
  const other = writeTinyDataSet(path.join(folder, 'other'), 5)
  expect((await run('evaluate', 'mine', '--data', other)).stderr).toBe('')
  rmSync(dataSet, { recursive: true })
  expect((await run('predict', 'mine', picture)).stderr).not.toContain('Warning')
})
