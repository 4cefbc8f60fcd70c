import type Database from 'better-sqlite3'

/**
 * For a new file that is filled in one go and thrown away where that fails: what a crash leaves of it is useless
 * anyway, so each byte is written once, without a log, and nothing waits for the disk.
 */
export function writeOnce(database: Database.Database): void {
  database.pragma('journal_mode = OFF')
  database.pragma('synchronous = OFF')
}
