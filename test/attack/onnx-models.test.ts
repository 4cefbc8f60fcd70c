import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import { mutate } from '../core/formats/real-weights.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'

const FOLDER = 'test/fixtures/weights/onnx'

it('a damaged ONNX model is read or refused in words, at once', async () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.onnx'))
  const each = Math.ceil(attackCount({ few: 5000, all: 100_000 }) / names.length)
  let [read, refused] = [0, 0]
  for (const name of names) {
    const random = new Random(ATTACK_SEED, 'mutations', name)
    const result = await mutate(new Uint8Array(readFileSync(`${FOLDER}/${name}`)), each, random)
    expect(result.slowest).toBeLessThan(1000)
    read += result.read
    refused += result.refused
  }
  // Numbers of weights alone may change without harm; what says how they are used may not.
  expect(read).toBeGreaterThan((read + refused) / 20)
  expect(refused).toBeGreaterThan((read + refused) / 20)
})
