import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { WorkbenchError } from '#contract/types.ts'
import { Random } from '#core/random/random.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { readRecipeLink, writeRecipeLink } from '#shared/recipe-link.ts'
import { makeExchangeStore } from '../electron/backend/exchange/exchange-store.ts'
import { addRun } from '../electron/backend/store/filled-store.ts'
import { SLOWNESS } from '../slowness.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'

const COUNT = attackCount({ few: 1500, all: 20_000 })

function flip(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[bit >> 3]! ^= 1 << (bit & 7)
  return copy
}

it(
  `a file of runs with one of ${COUNT} bits flipped is refused`,
  { timeout: (60_000 + COUNT * 100) * SLOWNESS },
  async () => {
    const from = makeExchangeStore()
    const to = makeExchangeStore()
    const file = from.path('sound.backprop')
    await from.exchange.exportRuns([addRun(from.store, 4, 'mine')], file)
    const bytes = readFileSync(file)
    const changed = to.path('changed.backprop')
    for (let k = 0; k < COUNT; k++) {
      const bit = new Random(ATTACK_SEED, 'flipped bits', k).integer(8 * bytes.length)
      writeFileSync(changed, flip(bytes, bit))
      const outcome: unknown = await to.exchange.importRuns(changed).catch((error: unknown) => error)
      const at = `seed ${ATTACK_SEED}, attempt ${k}, bit ${bit}`
      expect(outcome, at).toBeInstanceOf(WorkbenchError)
      expect(outcome, at).toMatchObject({ code: 'invalid' })
    }
    expect(to.store.runs.list()).toEqual([])
  },
)

it('a link with any bit flipped is refused', { timeout: 120_000 * SLOWNESS }, async () => {
  for (const seed of [ATTACK_SEED, ATTACK_SEED + 1]) {
    const link = Buffer.from(await writeRecipeLink({ ...LECTURE_RECIPE, seed }))
    for (let bit = 0; bit < 8 * link.length; bit++) {
      const read = await readRecipeLink(flip(link, bit).toString('latin1')).catch(() => null)
      // The letters of the scheme mean the same in either case.
      if (read !== null)
        expect([read, bit >> 3 < 'backprop://recipe'.length]).toEqual([{ ...LECTURE_RECIPE, seed }, true])
    }
  }
})
