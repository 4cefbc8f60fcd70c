import type Database from 'better-sqlite3'
import { migrateReasons } from './old-reasons.ts'

/** One step of the store's layout, numbered in tens so that a step can be put between two others. */
export interface Migration {
  /** The value of `user_version` after it. */
  readonly version: number
  readonly sql: string
  /** What SQL cannot say, done after it in the same transaction. */
  readonly change?: (database: Database.Database) => void
}

/** In order of version. A step that was released is never changed. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 10,
    sql: `
      CREATE TABLE owner (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        host TEXT NOT NULL,
        pid INTEGER NOT NULL,
        heartbeat_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE run (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        status TEXT NOT NULL,
        reason TEXT,
        recipe TEXT NOT NULL,
        created_at TEXT NOT NULL,
        duration_ms REAL NOT NULL DEFAULT 0,
        epochs_done INTEGER NOT NULL DEFAULT 0,
        best_epoch INTEGER,
        last_epoch INTEGER,
        weights_sha256 TEXT,
        data_sha256 TEXT,
        owner_id INTEGER REFERENCES owner (id) ON DELETE SET NULL,
        deleted_at TEXT,
        deleted_by INTEGER REFERENCES owner (id) ON DELETE SET NULL
      ) STRICT;

      CREATE INDEX run_owner ON run (owner_id) WHERE owner_id IS NOT NULL;
      CREATE INDEX run_deleted_by ON run (deleted_by) WHERE deleted_by IS NOT NULL;

      CREATE TABLE epoch (
        run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        epoch INTEGER NOT NULL,
        train_loss REAL,
        train_accuracy REAL,
        validation_loss REAL,
        validation_accuracy REAL,
        test_loss REAL,
        test_correct INTEGER,
        test_total INTEGER,
        duration_ms REAL NOT NULL,
        PRIMARY KEY (run_id, epoch)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE checkpoint (
        run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        epoch INTEGER NOT NULL,
        steps INTEGER NOT NULL,
        parameters BLOB NOT NULL,
        optimizer_state BLOB,
        PRIMARY KEY (run_id, epoch)
      ) STRICT;

      CREATE TABLE data_folder (
        path TEXT PRIMARY KEY NOT NULL,
        added_at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    version: 20,
    sql: `
      ALTER TABLE epoch ADD COLUMN learning_rate REAL;
      ALTER TABLE epoch ADD COLUMN layers TEXT;
    `,
  },
  {
    // Runs from before recipes named their engine were trained in float64, and must resume so whatever the default is.
    version: 30,
    sql: `
      UPDATE run SET recipe = json_insert(recipe, '$.engine', 'reference') WHERE json_valid(recipe);
    `,
  },
  {
    // What a person keeps with a run, and where its first weights came from. A parent may be deleted before its
    // descendants, so its name is kept with them and nothing refers to its row.
    version: 40,
    sql: `
      ALTER TABLE run ADD COLUMN notes TEXT NOT NULL DEFAULT '';
      ALTER TABLE run ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
      ALTER TABLE run ADD COLUMN colour INTEGER;
      ALTER TABLE run ADD COLUMN is_starred INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE run ADD COLUMN is_archived INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE run ADD COLUMN parent_id TEXT;
      ALTER TABLE run ADD COLUMN parent_name TEXT;
      ALTER TABLE run ADD COLUMN parent_epoch INTEGER;
    `,
  },
  {
    // Sweeps. A run names its sweep as it names its parent: it may go to a store that does not have it.
    version: 50,
    sql: `
      CREATE TABLE sweep (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        status TEXT NOT NULL,
        reason TEXT,
        recipe TEXT NOT NULL,
        settings TEXT NOT NULL,
        run_count INTEGER NOT NULL,
        started INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        owner_id INTEGER REFERENCES owner (id) ON DELETE SET NULL
      ) STRICT;

      CREATE INDEX sweep_owner ON sweep (owner_id) WHERE owner_id IS NOT NULL;

      ALTER TABLE run ADD COLUMN sweep_id TEXT;
      ALTER TABLE run ADD COLUMN sweep_name TEXT;
      ALTER TABLE run ADD COLUMN sweep_index INTEGER;
      CREATE INDEX run_sweep ON run (sweep_id, sweep_index) WHERE sweep_id IS NOT NULL;
    `,
  },
  {
    // Of which epochs weights are kept. Lists are read newest first, and a thinning spares what children started from.
    version: 60,
    sql: `
      ALTER TABLE run ADD COLUMN keep_every INTEGER DEFAULT 1;
      CREATE INDEX run_created_at ON run (created_at);
      CREATE INDEX run_parent ON run (parent_id) WHERE parent_id IS NOT NULL;
    `,
  },
  {
    // Runs that an import has not finished are in the tables but hidden, as if this program had deleted them, so that
    // they come in short transactions and go with the program. One import at a time holds the one row of 'run_import'.
    version: 70,
    sql: `
      ALTER TABLE run ADD COLUMN is_staged INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX run_staged ON run (is_staged) WHERE is_staged <> 0;
      CREATE TABLE run_import (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        owner_id INTEGER NOT NULL REFERENCES owner (id) ON DELETE CASCADE
      ) STRICT;
    `,
  },
  {
    // Reasons of runs and sweeps are codes with parameters, as JSON; they were sentences.
    version: 80,
    sql: '',
    change: migrateReasons,
  },
  {
    // A file with weights does not tell how they were trained; until now the lecture's recipe was written in its place.
    version: 90,
    sql: `
      ALTER TABLE run ADD COLUMN unknown_fields TEXT NOT NULL DEFAULT '[]';
      UPDATE run SET unknown_fields = '["data.dataSet","data.fingerprint","data.trainSize","data.validationSize","data.testSize","data.isStratified","data.augmentation","layers.*.dropout","initializer","optimizer","schedule","warmupEpochs","gradientClipping","l1","l2","batchNorm","batchSize","epochs","shuffle","seed","engine","stopping"]'
      WHERE status = 'imported';
    `,
  },
  {
    // Where patience waits for the validation loss, the best epoch is the one with the lowest; it was the one with the best
    // accuracy. It stays that where the weights of the other one were thinned out.
    version: 100,
    sql: `
      UPDATE run SET best_epoch = found.epoch
      FROM (
        SELECT run_id, epoch, row_number() OVER (PARTITION BY run_id ORDER BY validation_loss, epoch) AS place FROM epoch
        WHERE epoch >= 0 AND validation_loss IS NOT NULL AND run_id IN (
          SELECT id FROM run WHERE best_epoch IS NOT NULL
            AND CASE WHEN json_valid(recipe) THEN json_extract(recipe, '$.stopping.patience.measure') END = 'validation-loss'
        )
      ) AS found
      WHERE found.run_id = run.id AND found.place = 1
        AND EXISTS (SELECT 1 FROM checkpoint WHERE checkpoint.run_id = run.id AND checkpoint.epoch = found.epoch);
    `,
  },
  {
    // A program that died may have a heartbeat in the future, and its number may be another process's by now.
    version: 110,
    sql: `
      ALTER TABLE owner ADD COLUMN process_start TEXT;
    `,
  },
  {
    // From which file an imported network came; of those imported before, that is not known.
    version: 120,
    sql: `
      ALTER TABLE run ADD COLUMN origin TEXT;
    `,
  },
  {
    // Sweeps that other machines train.
    version: 130,
    sql: `
      ALTER TABLE sweep ADD COLUMN folder TEXT;
    `,
  },
]

/** The version that this program writes. */
export const STORE_VERSION = MIGRATIONS[MIGRATIONS.length - 1]!.version
