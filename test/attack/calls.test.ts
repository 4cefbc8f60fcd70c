import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { callsByName, createApi } from '#contract/api.ts'
import { createChannelPair } from '#contract/channel.ts'
import type { AnyCall } from '#contract/define-calls.ts'
import { parseInput } from '#contract/parse-input.ts'
import { connectWorkbench } from '#contract/rpc.ts'
import { serveWorkbench } from '#contract/rpc-server.ts'
import { WorkbenchError } from '#contract/types.ts'
import { writeNetwork2 } from '#core/formats/network2/write-network2.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { Random } from '#core/random/random.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { drawDigit } from '../electron/backend/digits/drawn-digits.ts'
import { makeFolder, openTinyWorkbench, tinyRecipe, trainToEnd } from '../electron/backend/tiny-workbench.ts'
import { SLOWNESS } from '../slowness.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'
import { drawInput, pick } from './draw-input.ts'

const COUNT = attackCount({ few: 1000, all: 5000 })

/** Milliseconds within which a call is answered, on a busy machine too. */
const MOST_MS = 20_000 * SLOWNESS

/** Milliseconds after which a long call is cancelled. */
const LONG_MS = 500

/** Calls that fetch from the network, which a test must not. */
const LEFT_OUT = ['data.download', 'data.downloadMnist']

/** What there is to be asked for, which no schema tells, by the names of arguments' fields. */
function knownFields({
  runId,
  fileIds,
  dataSet,
  recipe,
  digitId,
}: Known): Record<string, readonly unknown[]> {
  const runs = [[runId], [runId, runId], Array<string>(1000).fill(runId)]
  return {
    ...{ runId: [runId], otherId: [runId], a: [runId], b: [runId], beside: [runId], before: [runId] },
    ...{ runIds: runs, fileId: fileIds, ids: [[digitId], [digitId, digitId]] },
    ...{ dataSet: [dataSet, 'pen-digits', 'my-digits'], recipe: [recipe, LECTURE_RECIPE] },
    ...{ epoch: [0, -1, 10 ** 9], threads: [1, 256], sweepId: ['abcdef'] },
    ...{ variations: [[{ path: 'seed', values: { kind: 'list', values: [1, 2] } }]] },
    ...{ notes: ['**a '.repeat(1000)], content: ['x', new Uint8Array(9)] },
    ...{ image: [new Uint8Array(30), { part: 'test', index: 0 }] },
    ...{ storePath: ['/dev/full', '/'], path: ['/', '\0', 'seed', 'optimizer.learningRate'] },
  }
}

interface Known {
  readonly runId: string
  readonly fileIds: readonly string[]
  readonly dataSet: string
  readonly recipe: Recipe
  readonly digitId: string
}

/** Whether a call's schema takes an argument. */
function isTaken(description: AnyCall, input: unknown): boolean {
  try {
    parseInput(description, input)
    return true
  } catch {
    return false
  }
}

it(
  `every call answers or refuses by name ${COUNT} hostile arguments`,
  { timeout: (120_000 + COUNT * 100) * SLOWNESS },
  async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const folder = makeFolder()
    const recipe = tinyRecipe(dataSet, { epochs: 2 })
    const { id: runId } = await trainToEnd(workbench, recipe)
    const { id: digitId } = await workbench.api.ownDigits.keep({ drawing: drawDigit(7, 1) })
    const files = ['file.json', 'drawings.jsonl', 'net.json'].map((name) => path.join(folder, name))
    const texts = [
      '{}',
      JSON.stringify(drawDigit(3, 1)),
      writeNetwork2({ recipe, parameters: initializeParameters(recipe) }),
    ]
    files.forEach((file, k) => writeFileSync(file, texts[k]!))
    // Anew for each call, as one of them forgets a file.
    const open = async (file: string): Promise<string> =>
      (await workbench.handles.open(file, { owner: 'a' })).fileId
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
    /** Calls whose schema took an argument, so that it came to what carries them out. */
    const reached = new Set<string>()
    for (let k = 0; k < COUNT; k++) {
      const random = new Random(ATTACK_SEED, 'calls', k)
      const name = pick(names, random)
      const description = callsByName.get(name)!
      const known = knownFields({
        runId,
        fileIds: [await open(pick(files, random)), save()],
        dataSet,
        recipe,
        digitId,
      })
      const input = drawInput(description.input, known, random)
      if (isTaken(description, input)) reached.add(name)
      at = `${name}, seed ${ATTACK_SEED}, attempt ${k}`
      const ending = AbortSignal.timeout(LONG_MS)
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
    expect(answered).toBeGreaterThan(COUNT / 20)
    // A call that comes later is attacked without a word here.
    if (COUNT >= 5000) expect(names.filter((name) => !reached.has(name))).toEqual([])
    expect(await api.app.getInfo()).toBeDefined()
    expect(Array.isArray(await api.runs.list())).toBe(true)
  },
)
