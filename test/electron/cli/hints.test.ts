import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { quoteWords } from '#shared/shell-words.ts'
import { tamper } from '../backend/store/filled-store.ts'
import { makeCommandLine, parseLines, PATIENCE, readEpochs } from './command-line.ts'

it.each([
  [['--store', 'my runs.sqlite'], "--store 'my runs.sqlite'"],
  [['--store', "Anna's.sqlite"], "--store 'Anna'\\''s.sqlite'"],
  [['--filter', 'sweep:"rates"'], `--filter 'sweep:"rates"'`],
  [['--store', '$HOME/a.sqlite', ''], "--store '$HOME/a.sqlite' ''"],
  [['--seed', '1,2', '--out', 'a/b-c_1.json'], '--seed 1,2 --out a/b-c_1.json'],
])('words for a shell are quoted where they have to be: %j', (words, line) => {
  expect(quoteWords(words)).toBe(line)
})

it('store hints can be typed as they are printed', PATIENCE, async () => {
  const { run, tiny, folder } = makeCommandLine()
  const store = path.join(folder, 'my runs.sqlite')
  await run(...tiny, '--epochs', '1', '--store', store)
  const written = await run('store', 'backup', 'a copy.sqlite', '--store', store)
  expect(written.stdout).toMatch(/MB; to work on it: --store 'a copy\.sqlite'\n$/)
  tamper(store, (database) => database.exec('UPDATE checkpoint SET parameters = zeroblob(80)'))
  const damaged = await run('store', 'check', '--store', store)
  expect(damaged.stderr).toContain(`To save what can be read: store repair --store '${store}'\n`)
})

it('a stopped training says how to go on with it, in its own store', PATIENCE, async () => {
  const { folder, start, tiny } = makeCommandLine()
  const store = path.join(folder, "Anna's runs.sqlite")
  const program = start(...tiny, '--epochs', '100000', '--json', '--store', store)
  const [started] = await readEpochs(program, 1)
  program.kill('SIGINT')
  await new Promise((resolve) => program.once('close', resolve))
  // Without --json it is told on standard error.
  const again = start('resume', String(started!.runId), '--store', store)
  let stderr = ''
  again.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  again.stdout.once('data', () => again.kill('SIGINT'))
  await new Promise((resolve) => again.once('close', resolve))
  const quoted = `'${store.replace("'", "'\\''")}'`
  expect(stderr).toContain(`; to go on with it: resume ${String(started!.runId)} --store ${quoted}\n`)
})

it('--data says what a file is that is no data set', PATIENCE, async () => {
  const { run, folder } = makeCommandLine()
  writeFileSync(path.join(folder, 'mine.parquet'), '1,2\n')
  mkdirSync(path.join(folder, 'nothing'))
  const file = await run('train', '--data', 'mine.parquet')
  expect(file).toEqual({
    status: 2,
    stdout: '',
    stderr:
      "backprop: --data: expected pen-digits-2, mnist, mnist+pen-digits-2, my-digits or a folder with the four IDX files (train-images-idx3-ubyte and so on, gzipped or not), a NumPy archive (.npz), a table (.csv), drawings (.jsonl), or a folder with one of these or with a folder of pictures for each class, got 'mine.parquet', which is a file\n",
  })
  const inFile = await run('train', '--data', 'mine.parquet/deeper')
  expect(inFile).toMatchObject({ status: 2 })
  expect(inFile.stderr).toContain("got 'mine.parquet/deeper', which is not there\n")
  const empty = await run('train', '--data', 'nothing')
  expect(empty).toMatchObject({ status: 1, stdout: '' })
  expect(empty.stderr).toContain(', got an empty folder\n')
  expect(parseLines(empty.stdout)).toEqual([])
})
