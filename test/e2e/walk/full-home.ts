import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { resolvePaths } from '#backend/paths.ts'
import { Store } from '#backend/store/store.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { tamper } from '../../electron/backend/store/filled-store.ts'
import { makeForeignWeights } from './foreign-weights.ts'
import { makeTrainedHome, openHome, type TrainedHome, trainSweep } from '../trained-home.ts'

const short: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 1000, validationSize: 300, testSize: 300 },
  epochs: 3,
}

/** As long as a name may be, so that it must be shortened or broken wherever it stands. */
export const LONG_NAME =
  'A very long name of a run that somebody wrote to remember everything about it: seed, data, date, mood'

/** A home with runs of several kinds, one with a long name, notes and tags, and a sweep. */
export async function makeFullHome(): Promise<TrainedHome> {
  const trained = await makeTrainedHome({
    lecture: short,
    'cross-entropy': { ...short, loss: 'binary-cross-entropy', seed: 2 },
    deep: {
      ...short,
      layers: [100, 50, 30].map((units) => ({ ...short.layers[0]!, units })).concat(short.layers.at(-1)!),
    },
    // As many that a low window scrolls them.
    wide: { ...short, layers: short.layers.map((layer, k) => (k === 0 ? { ...layer, units: 60 } : layer)) },
    slow: { ...short, optimizer: { name: 'sgd', learningRate: 0.3 } },
    [LONG_NAME]: { ...short, seed: 3, epochs: 4 },
  })
  const workbench = openHome(trained.home)
  try {
    await workbench.api.runs.edit({
      runIds: [trained.runs.at(-1)!.id],
      changes: { notes: 'Why **so** good?', addTags: ['teaching', 'baseline'], isStarred: true },
    })
    const variations = ['optimizer.learningRate=0.3,3', 'seed=1,2']
    await trainSweep(workbench, 'Rates and seeds', { ...short, epochs: 1 }, variations)
    await writeRecentStores(trained.home)
    return trained
  } finally {
    await workbench.close()
  }
}

/** A home with two runs, of which one with a long name cannot be read, and a network of another program. */
export async function makeDamagedHome(): Promise<TrainedHome> {
  const trained = await makeTrainedHome({ lecture: short, [LONG_NAME]: { ...short, seed: 3 } })
  const workbench = openHome(trained.home)
  await workbench.weights.importFile({
    fileName: 'foreign.safetensors',
    bytes: await makeForeignWeights(),
    answers: {
      activation: [{ name: 'leaky-relu', slope: 0.2 }],
      pixels: { shift: 0.1307, scale: 1 / 0.3081 },
    },
    judgedOn: { dataSet: 'Pen digits', imageCount: 500 },
  })
  await workbench.close()
  tamper(resolvePaths({ home: trained.home }).storePath, (database) => {
    database.prepare("UPDATE run SET tags = '[' WHERE name = ?").run(LONG_NAME)
  })
  return trained
}

/** Stores that were opened once: one with a long name is gone, the other one is there. */
async function writeRecentStores(home: string): Promise<void> {
  const names = ['summer course.sqlite', `${LONG_NAME.replaceAll(':', '')}.sqlite`]
  new Store(join(home, names[0]!)).close()
  const folder = (k: number): string => (k === 0 ? home : join(home, 'a-long-way', 'down', 'into-folders'))
  const stores = names.map((name, k) => ({
    path: join(folder(k), name),
    openedAt: `2026-0${3 - k}-01T12:00:00.000Z`,
  }))
  await writeFile(join(home, 'recent-stores.json'), JSON.stringify({ stores }))
}
