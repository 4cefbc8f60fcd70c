import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkbench, type Workbench } from '#backend/workbench.ts'
import { parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { reachStatus } from '../tiny-workbench.ts'

/** A training and the SHA-256 of the weights that version 0.1 (commit 118ee54) printed for it on its command line. */
interface SameBytes {
  readonly name: string
  /** A network2 file of the fixtures that it started from. */
  readonly from?: string
  /** Its data set `tiny` is the folder of the fixtures. */
  readonly recipe: Recipe
  /** How many it trained. */
  readonly epochs: number
  readonly weightsSha256: string
}

const FIXTURES = fileURLToPath(new URL('../../../fixtures/', import.meta.url))
const TABLE = JSON.parse(readFileSync(path.join(FIXTURES, 'same-bytes.json'), 'utf8')) as SameBytes[]
const MNIST = process.env.BACKPROP_MNIST

/** Fused multiply-add, without which `wasm-relaxed` rounds otherwise; elsewhere than on Linux it cannot be asked for. */
const HAS_FUSED =
  existsSync('/proc/cpuinfo') &&
  /^(flags|Features).* (fma|asimd)\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'))

function canTrain({ recipe }: SameBytes): boolean {
  if (recipe.data.dataSet === 'mnist' && !MNIST) return false
  return recipe.engine !== 'wasm-relaxed' || HAS_FUSED
}

describe('the same recipe gives the same bytes as in version 0.1', () => {
  let folder: string
  let workbench: Workbench
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'backprop-test-'))
    workbench = openWorkbench({
      storePath: path.join(folder, 'workbench.sqlite'),
      dataFolder: path.join(folder, 'data-sets'),
      mnistFolder: MNIST,
      version: '0.0.0',
    })
  })
  afterAll(async () => {
    await workbench.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it.for(TABLE)('$name', async (entry, { skip }) => {
    skip(!canTrain(entry))
    const { data, ...rest } = entry.recipe
    const dataSet = data.dataSet === 'tiny' ? path.join(FIXTURES, 'written-by-0.1', 'tiny') : data.dataSet
    const recipe = parseRecipe({ ...rest, data: { ...data, dataSet } })
    const { id } = await workbench.api.runs.start({ recipe, ...(await startOf(entry)), keepEvery: null })
    const run = await reachStatus(workbench, id, 'completed', 'diverged', 'failed')
    expect(run).toMatchObject({ epochsDone: entry.epochs, weightsSha256: entry.weightsSha256 })
  })

  async function startOf({ from }: SameBytes): Promise<{ from?: { runId: string } }> {
    if (from === undefined) return {}
    const bytes = readFileSync(path.join(FIXTURES, from))
    const { id } = await workbench.weights.importFile({ fileName: from, bytes })
    return { from: { runId: id } }
  }
})
