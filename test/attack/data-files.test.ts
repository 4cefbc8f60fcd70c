import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { DataError } from '#core/data/data-set.ts'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { writeTexts } from '#core/formats/npz/npy.ts'
import { Random } from '#core/random/random.ts'
import { loadDataSet } from '#data/data-sets.ts'
import { makeFolder } from '../electron/backend/tiny-workbench.ts'
import { grey, npy, npz, pixelsOf } from '../electron/data/foreign-files.ts'
import { SLOWNESS } from '../slowness.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'
import { mutate } from './mutate.ts'

/** Of each layout. */
const COUNT = attackCount({ few: 200, all: 2000 })

/** Milliseconds of the processor that a small file may take; those of the clock say nothing on a busy machine. */
const MOST_MS = 5000

const usedMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

const LABELS = Uint8Array.from({ length: 24 }, (_, k) => k % 3)
const PIXELS = pixelsOf(24, 16)

/** The files of a sound data set in each layout, by their paths in its folder, all of which are damaged in turn. */
const LAYOUTS: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>> = {
  'a NumPy archive': {
    'own.npz': npz({
      x_train: npy(PIXELS, [24, 4, 4]),
      y_train: npy([...LABELS], [24]),
      x_test: npy(PIXELS, [24, 4, 4]),
      y_test: npy([...LABELS], [24]),
      class_names: writeTexts(['disc', 'bar', 'cross']),
    }),
  },
  'a table with a list of its classes': {
    'classes.txt': new TextEncoder().encode('disc\nbar\ncross\n'),
    'own.csv': new TextEncoder().encode(
      [...LABELS].map((label, k) => [label, ...PIXELS.slice(16 * k, 16 * k + 16)].join(',')).join('\n'),
    ),
  },
  'IDX files by other names': Object.fromEntries(
    ['train', 'test'].flatMap((part) => [
      [
        `emnist-own-${part}-images-idx3-ubyte.gz`,
        gzipSync(writeIdxImages({ count: 24, rows: 4, columns: 4, images: Uint8Array.from(PIXELS) })),
      ],
      [`emnist-own-${part}-labels-idx1-ubyte`, writeIdxLabels(LABELS)],
    ]),
  ),
  'a file of drawings': {
    'own.jsonl': new TextEncoder().encode(
      [...LABELS]
        .map((label, k) =>
          JSON.stringify({
            width: 100,
            height: 100,
            label,
            strokes: [
              [
                [10 + k, 10],
                [50, 20 + 2 * k],
                [20, 90],
              ],
            ],
          }),
        )
        .join('\n'),
    ),
  },
  'pictures by class': Object.fromEntries(
    [...LABELS].map((label, k) => [`${label}/${k}.png`, grey(4, 4, PIXELS.slice(16 * k, 16 * k + 16))]),
  ),
}

it.each(Object.entries(LAYOUTS))(
  `%s is read, or refused by name with nothing kept, ${COUNT} times damaged`,
  { timeout: (60_000 + COUNT * 500) * SLOWNESS },
  async (layout, files) => {
    const folder = path.join(makeFolder(), 'images')
    const names = Object.keys(files)
    const write = (name: string, bytes: Uint8Array): void => {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      writeFileSync(path.join(folder, name), bytes)
    }
    for (const name of names) write(name, files[name]!)
    const dataFolder = makeFolder()
    const kept = path.join(dataFolder, 'read')
    await loadDataSet(folder, { dataFolder })
    let refused = 0
    for (let k = 0; k < COUNT; k++) {
      const at = `${layout}, seed ${ATTACK_SEED}, attempt ${k}`
      const name = names[k % names.length]!
      write(name, mutate(files[name]!, new Random(ATTACK_SEED, layout, k)))
      rmSync(kept, { recursive: true, force: true })
      const since = process.cpuUsage()
      try {
        await loadDataSet(folder, { dataFolder })
      } catch (error) {
        if (!(error instanceof DataError)) throw new Error(`${at}: no refusal`, { cause: error })
        expect(error.message, at).not.toMatch(/unexpected|undefined|\[object/)
        expect(readdirSync(dataFolder), at).toEqual([])
        refused++
      }
      expect(usedMs(since), at).toBeLessThan(MOST_MS)
      write(name, files[name]!)
    }
    expect(refused, `refused of ${COUNT}`).toBeGreaterThan(0)
  },
)
