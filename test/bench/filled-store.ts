import { parameterLayout } from '#core/network/parameters.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { openDatabase } from '#backend/store/open-database.ts'
import { hashFloats } from '#backend/store/float-bytes.ts'

const LAYERS = JSON.stringify(
  LECTURE_RECIPE.layers.map(() => ({
    weightNorm: 12.345678901,
    gradientNorm: 0.1234567890123,
    dead: 0,
    saturated: 3,
  })),
)

/** Fills a new store with completed runs, written by SQL alone: their measures are made up, and weights are left out. */
export function fillStore(file: string, runs: number, epochs: number): void {
  const database = openDatabase(file)
  const addRun = database.prepare(
    `INSERT INTO run (id, name, status, recipe, created_at, duration_ms, epochs_done, best_epoch, last_epoch)
     VALUES (?, ?, 'completed', ?, ?, ?, ?, ?, ?)`,
  )
  const addEpoch = database.prepare(
    `INSERT INTO epoch (run_id, epoch, train_loss, train_accuracy, validation_loss, validation_accuracy,
       test_loss, test_correct, test_total, duration_ms, learning_rate, layers)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 10000, 321.5, 3, ?)`,
  )
  database.transaction(() => {
    for (let run = 0; run < runs; run++) {
      const id = `run${String(run).padStart(7, '0')}`
      const units = 10 * (1 + (run % 30))
      const [hidden, output] = LECTURE_RECIPE.layers
      const recipe = { ...LECTURE_RECIPE, seed: run, layers: [{ ...hidden, units }, output] }
      const time = new Date(1.7e12 + run * 60_000).toISOString()
      const best = run % epochs
      const name = `784-${units}-10 #${run}`
      addRun.run(id, name, JSON.stringify(recipe), time, epochs * 321.5, epochs, best, epochs - 1)
      for (let epoch = 0; epoch < epochs; epoch++) {
        // A curve that rises and settles, and shakes a little, each run's in its own way.
        const shake = ((run * 7 + epoch * 13) % 100) / 100 - 0.5
        const share = 0.97 - (0.2 + (run % 10) / 50) * Math.exp(-epoch / 20) + 0.01 * shake
        const loss = 1 - share
        addEpoch.run(id, epoch, loss, share, loss, share, loss, Math.round(10_000 * share), LAYERS)
      }
    }
  })()
  database.close()
}

/** Epochs of each run of `fillRunFile`. */
export const RUN_FILE_EPOCHS = 30

/**
 * Writes a file of runs of the lecture's network with the weights of every epoch, until it has so many bytes. The numbers
 * are made up, but the file is sound.
 * @returns how many runs it holds
 */
export function fillRunFile(file: string, bytes: number): number {
  const database = openDatabase(file)
  // Out of WAL mode first: it cannot be left for no journal at all.
  database.pragma('journal_mode = DELETE')
  database.pragma('journal_mode = OFF')
  database.pragma('synchronous = OFF')
  const { length } = parameterLayout(LECTURE_RECIPE)
  const parameters = Float64Array.from({ length }, (_, k) => Math.fround(Math.sin(k)))
  const addRun = database.prepare(
    `INSERT INTO run (id, name, status, recipe, created_at, duration_ms, epochs_done, best_epoch, last_epoch, weights_sha256)
     VALUES (?, ?, 'completed', ?, ?, 9000, ${RUN_FILE_EPOCHS}, 0, ${RUN_FILE_EPOCHS - 1}, ?)`,
  )
  const addEpoch = database.prepare(
    `INSERT INTO epoch (run_id, epoch, validation_loss, validation_accuracy, duration_ms, layers)
     VALUES (?, ?, 0.1, 0.9, 300, ?)`,
  )
  const addCheckpoint = database.prepare(
    'INSERT INTO checkpoint (run_id, epoch, steps, parameters, optimizer_state) VALUES (?, ?, ?, ?, ?)',
  )
  const runs = Math.max(1, Math.round(bytes / (RUN_FILE_EPOCHS * parameters.byteLength)))
  database.transaction(() => {
    for (let run = 0; run < runs; run++) {
      const id = `file${String(run).padStart(6, '0')}`
      parameters[0] = run
      const blob = Buffer.from(parameters.buffer)
      const time = new Date(1.7e12 + run * 60_000).toISOString()
      addRun.run(id, `from a file #${run}`, JSON.stringify(LECTURE_RECIPE), time, hashFloats(parameters))
      for (let epoch = 0; epoch < RUN_FILE_EPOCHS; epoch++) {
        addEpoch.run(id, epoch, LAYERS)
        addCheckpoint.run(id, epoch, epoch, blob, epoch === RUN_FILE_EPOCHS - 1 ? Buffer.alloc(0) : null)
      }
    }
  })()
  database.pragma('journal_mode = DELETE')
  database.close()
  return runs
}
