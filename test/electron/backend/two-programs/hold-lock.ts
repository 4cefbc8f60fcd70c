import Database from 'better-sqlite3'

/** A program, started by `fork`, that keeps a store locked from its first message until it is told to let go. */
const database = new Database(process.argv[2], { fileMustExist: true })
database.exec('BEGIN IMMEDIATE')
process.send!('held')
process.once('message', () => {
  database.exec('COMMIT')
  database.close()
  process.disconnect()
})
