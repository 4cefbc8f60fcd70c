import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { Random } from '#core/random/random.ts'
import { Store } from '#backend/store/store.ts'
import { addRun, findProblems, openStore } from '../electron/backend/store/filled-store.ts'
import { watchProgram } from '../crash/watch-program.ts'
import { makeCommandLine } from '../electron/cli/command-line.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'

/** Trainings are killed by test/crash, which also looks at what they reported. */
const COUNT = attackCount({ few: 8, all: 200 })

const RUNS = 8
const EPOCHS = 60

/** Written by version 0.1, so that opening it changes its layout. */
const OLDER = fileURLToPath(new URL('../fixtures/written-by-0.1/workbench.sqlite', import.meta.url))

/** The epochs of each run by its id, read as a program that opens the store after the kill. */
function readRuns(storePath: string): Map<string, readonly EpochMetrics[]> {
  const store = new Store(storePath)
  try {
    return new Map(store.runs.list().map(({ id }) => [id, store.runs.get(id).epochs]))
  } finally {
    store.close()
  }
}

it(
  `keeps every run when an import, export, thinning or change of the layout is killed, ${COUNT} times`,
  // None: each program is watched by itself (`watchProgram`).
  { timeout: 0 },
  async () => {
    const { folder, start, run } = makeCommandLine()
    const template = path.join(folder, 'template.sqlite')
    const other = path.join(folder, 'other.sqlite')
    for (const file of [template, other]) {
      const store = openStore(file)
      for (let k = 0; k < RUNS; k++) addRun(store, EPOCHS, `run ${k}`)
      store.close()
    }
    const runFile = path.join(folder, 'other.backprop')
    const exported = await run(
      'runs',
      'export',
      ...readRuns(other).keys(),
      '--out',
      runFile,
      '--store',
      other,
    )
    expect(exported.stderr).toBe('')
    const ids = [...readRuns(template).keys()]
    const incoming = readRuns(other)

    const actions = [
      { name: 'import', from: template, words: ['runs', 'import', runFile] },
      { name: 'export', from: template, words: ['runs', 'export', ...ids, '--out', 'out.backprop'] },
      { name: 'thinning', from: template, words: ['runs', 'thin', ...ids, '--keep', 'last'] },
      { name: 'layout', from: OLDER, words: ['runs'] },
    ] as const
    /** Milliseconds that each takes undisturbed. */
    const wholeMs = new Map<string, number>()
    const killed = new Map<string, number>()

    /** What the older store holds, by the undisturbed change of its layout. */
    let older = new Map<string, readonly EpochMetrics[]>()
    let kills = 0

    // A program that ends before its kill comes counts as no kill.
    for (let k = -actions.length; kills < COUNT && k < 5 * COUNT; k++) {
      const random = new Random(ATTACK_SEED, 'kills', k + actions.length)
      const { name, from, words } = actions[(k + actions.length) % actions.length]!
      const at = `seed ${ATTACK_SEED}, kill ${k} of ${name}`
      const place = path.join(folder, `attempt-${k + actions.length}`)
      mkdirSync(place)
      const store = path.join(place, 'workbench.sqlite')
      copyFileSync(from, store)
      const outPath = path.join(place, 'out.backprop')
      const startedAt = performance.now()
      const program = start(
        ...words.map((word) => (word === 'out.backprop' ? outPath : word)),
        '--store',
        store,
      )
      let problems = ''
      program.stdout.resume()
      program.stderr.on('data', (text: Buffer) => (problems += text.toString()))
      // Starting Node takes the first part, in which nothing can happen to the store.
      const moment = (0.3 + (0.7 * random.integer(1000)) / 1000) * (wholeMs.get(name) ?? 0)
      const timer = k < 0 ? undefined : setTimeout(() => program.kill('SIGKILL'), moment)
      const [status] = await watchProgram(program)
      clearTimeout(timer)
      if (k < 0) wholeMs.set(name, performance.now() - startedAt)
      if (status === null) {
        kills++
        killed.set(name, (killed.get(name) ?? 0) + 1)
      } else expect(status, `${at}: ${problems}`).toBe(0)

      const runs = readRuns(store)
      expect(findProblems(store), at).toEqual([])
      if (name === 'layout') {
        if (k < 0) older = runs
        expect(older.size).toBeGreaterThan(0)
        expect(runs, at).toEqual(older)
        continue
      }
      for (const id of ids) expect(runs.get(id), at).toHaveLength(EPOCHS)
      if (name === 'import') {
        // All of the file's runs are there, or none.
        const arrived = [...runs.keys()].filter((id) => !ids.includes(id))
        expect([0, incoming.size], at).toContain(arrived.length)
        for (const id of arrived) expect(runs.get(id), at).toHaveLength(EPOCHS)
      } else if (name === 'export' && existsSync(outPath)) {
        expect(readFileSync(outPath).length, at).toBeGreaterThan(0)
        const back = await run('runs', 'import', outPath, '--store', path.join(place, 'back.sqlite'))
        expect(back, at).toMatchObject({ status: 0, stderr: '' })
      }
      // What the killed program left beside the store is swept when it is opened again.
      expect(
        readdirSync(place).filter((file) => /\.(part|tmp)/.test(file)),
        at,
      ).toEqual([])
    }
    expect(kills).toBe(COUNT)
    process.stdout.write(
      `killed before their end: ${[...killed].map(([name, count]) => `${count} × ${name}`).join(', ')}\n`,
    )
  },
)
