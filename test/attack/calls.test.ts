import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { callsByName, createApi } from '#contract/api.ts'
import { createChannelPair } from '#contract/channel.ts'
import { connectWorkbench } from '#contract/rpc.ts'
import { serveWorkbench } from '#contract/rpc-server.ts'
import { WorkbenchError } from '#contract/types.ts'
import { Random } from '#core/random/random.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { makeFolder, openTinyWorkbench, tinyRecipe, trainToEnd } from '../electron/backend/tiny-workbench.ts'
import { SLOWNESS } from '../slowness.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'

const COUNT = attackCount({ few: 1000, all: 5000 })

/** Milliseconds within which a call is answered, on a busy machine too; a long one is cancelled then. */
const MOST_MS = 20_000 * SLOWNESS

/** Calls that fetch from the network, which a test must not. */
const LEFT_OUT = ['data.download', 'data.downloadMnist']

/** Values that no call, or hardly one, expects at any place. */
const VALUES: readonly unknown[] = [
  ...[undefined, null, true, false, 0, -1, 1.5, NaN, Infinity, -Infinity, 2 ** 53, 2 ** 31, -0, 1e308, 7n],
  ...['', ' ', '\0', '../../etc/passwd', '/dev/zero', 'a'.repeat(100_000), '__proto__', 'constructor'],
  ...['\u202e\u0007\u001b[2J', "'; DROP TABLE run; --", '%s%n', '=1+1', '<script>', '('.repeat(6000)],
  ...[[], {}, [[[[]]]], [null], new Uint8Array(0), new Uint8Array(1000), new Float64Array(3)],
  ...[
    { runId: { runId: 'x' } },
    { length: 1e9 },
    Array(1000).fill('x'),
    new Date(NaN),
    /x/,
    new Map([[1, 2]]),
  ],
  JSON.parse('{"__proto__": {"isLong": true}, "constructor": 1}'),
]

/** Names of arguments' fields, with values that make calls of more than their schema's refusal. */
function fieldsFor(known: Known): Readonly<Record<string, readonly unknown[]>> {
  const { runId, fileIds, dataSet, recipe } = known
  return {
    ...{ runId: [runId], otherId: [runId], runIds: [[runId], [runId, runId], Array(1000).fill(runId)] },
    ...{ fileId: fileIds, dataSet: [dataSet, 'pen-digits'], recipe: [recipe, LECTURE_RECIPE] },
    ...{
      epoch: [0, -1, 10 ** 9],
      name: ['x', ' x '],
      tags: [['a'], ['a', 'A']],
      notes: ['**a '.repeat(1000)],
    },
    ...{ content: ['x', new Uint8Array(9)], image: [new Uint8Array(30)], part: ['test', 'validation'] },
    ...{ weights: ['all', 'last', 'none'], format: ['network2'], threads: [1, 256], keepEvery: [1, null] },
    ...{ picture: [{ fileId: fileIds[0] }, { name: 'a', content: new Uint8Array(9) }], colour: [0, null] },
    ...{
      plan: [{}, { seeds: 1 }],
      vary: [[]],
      sweepId: ['abcdef'],
      storePath: ['/dev/full', '/'],
      path: ['/', '\0'],
    },
  }
}

interface Known {
  readonly runId: string
  readonly fileIds: readonly string[]
  readonly dataSet: string
  readonly recipe: Recipe
}

const pick = <T>(values: readonly T[], random: Random): T => values[random.integer(values.length)]!

/** An argument: any value, or an object of known fields some of which have any value. */
function drawInput(fields: Readonly<Record<string, readonly unknown[]>>, random: Random): unknown {
  if (random.integer(5) === 0) return pick(VALUES, random)
  const names = Object.keys(fields)
  const chosen = Array.from({ length: 1 + random.integer(3) }, () => pick(names, random))
  return Object.fromEntries(
    chosen.map((name) => [
      name,
      random.integer(3) === 0 ? pick(VALUES, random) : pick(fields[name]!, random),
    ]),
  )
}

/** An argument of exactly the fields that a call wants, drawn from what is known; the rest is any value. */
function fit(
  input: unknown,
  wanted: readonly string[],
  fields: ReturnType<typeof fieldsFor>,
  random: Random,
): unknown {
  if (wanted.length === 0 || random.integer(3) === 0) return input
  return Object.fromEntries(
    wanted.map((name) => [
      name,
      random.integer(6) === 0 ? pick(VALUES, random) : pick(fields[name] ?? VALUES, random),
    ]),
  )
}

it(
  `every call answers or refuses by name ${COUNT} hostile arguments`,
  { timeout: (120_000 + COUNT * 100) * SLOWNESS },
  async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const folder = makeFolder()
    const recipe = tinyRecipe(dataSet, { epochs: 2 })
    const { id: runId } = await trainToEnd(workbench, recipe)
    writeFileSync(path.join(folder, 'file.json'), '{}')
    const open = await workbench.handles.open(path.join(folder, 'file.json'), { owner: 'a' })
    const save = (): string => workbench.handles.save(path.join(folder, 'out.txt'), { owner: 'a' }).fileId
    const defects: string[] = []
    let at = ''
    const [client, server] = createChannelPair()
    serveWorkbench(workbench, server, {
      logError: (message, error) =>
        void defects.push(`${at}: ${message} ${error instanceof Error ? error.stack : ''}`),
    })
    const connection = connectWorkbench(client)
    const api = createApi((name, input, options) => connection.perform(name, input, options))
    const names = [...callsByName.keys()].filter((name) => !LEFT_OUT.includes(name))
    let answered = 0
    for (let k = 0; k < COUNT; k++) {
      const random = new Random(ATTACK_SEED, 'calls', k)
      const name = pick(names, random)
      const description = callsByName.get(name)!
      const fields = fieldsFor({ runId, fileIds: [open.fileId, save(), 'x'], dataSet, recipe })
      const shape = (description.input as { shape?: Record<string, unknown> }).shape ?? {}
      const input = fit(drawInput(fields, random), Object.keys(shape), fields, random)
      at = `${name}, seed ${ATTACK_SEED}, attempt ${k}`
      const ending = AbortSignal.timeout(MOST_MS / 4)
      const startedAt = performance.now()
      try {
        await connection.perform(name, input, description.isLong ? { signal: ending } : undefined)
        answered++
      } catch (error) {
        if (!(error instanceof WorkbenchError)) throw new Error(`${at}: no refusal`, { cause: error })
        expect(error.code, `${defects.at(-1) ?? at}: ${error.message}`).not.toBe('internal')
        expect(error.message.length, at).toBeLessThan(5000)
      }
      expect(performance.now() - startedAt, at).toBeLessThan(MOST_MS)
    }
    expect(defects).toEqual([])
    expect(answered).toBeGreaterThan(COUNT / 50)
    expect(await api.app.getInfo()).toBeDefined()
    expect(Array.isArray(await api.runs.list())).toBe(true)
  },
)
