import { expect, it } from 'vitest'
import { WorkbenchError } from '#contract/types.ts'
import { DataError } from '#core/data/data-set.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { RecipeError } from '#core/recipe/recipe.ts'
import { Random } from '#core/random/random.ts'
import { SLOWNESS } from '../slowness.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'
import { mutate } from './mutate.ts'
import { makeSampleFiles, type SampleFile } from './sample-files.ts'

const COUNT = attackCount({ few: 5000, all: 20_000 })

/** Milliseconds within which a small file must be answered, on a busy machine too. */
const MOST_MS = 5000 * SLOWNESS

/** Whether a reader's error names what is wrong with a file; all others are defects. */
function isRefusal(error: unknown): boolean {
  if (error instanceof WorkbenchError) return error.code === 'invalid'
  if (error instanceof DataError || error instanceof FormatError || error instanceof RecipeError) return true
  // A link's errors are sentences without a class.
  return error instanceof Error && error.constructor === Error && error.message.includes('link')
}

async function attack({ name, bytes, read, share }: SampleFile): Promise<void> {
  await read(bytes)
  const attempts = Math.max(1, Math.round((COUNT * share) / 1000))
  let refused = 0
  for (let k = 0; k < attempts; k++) {
    const at = `${name}, seed ${ATTACK_SEED}, attempt ${k}`
    const mutated = mutate(bytes, new Random(ATTACK_SEED, name, k))
    const startedAt = performance.now()
    try {
      await read(mutated)
    } catch (error) {
      if (!isRefusal(error)) throw new Error(`${at}: no refusal`, { cause: error })
      expect((error as Error).message, at).not.toMatch(/unexpected|undefined|\[object/)
      refused++
    }
    expect(performance.now() - startedAt, at).toBeLessThan(MOST_MS)
  }
  expect(refused, `${name}: refused of ${attempts}`).toBeGreaterThan(0)
}

it(
  `every reader reads or refuses by name ${COUNT} damaged files`,
  { timeout: (60_000 + COUNT * 100) * SLOWNESS },
  async () => {
    for (const file of await makeSampleFiles()) await attack(file)
  },
)
