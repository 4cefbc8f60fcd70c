import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { noteTemporary, sweepTemporary, temporaryPath } from '#files/temporary-files.ts'
import { makeFolder } from '../backend/tiny-workbench.ts'

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid
}

/** A temporary name as another process has it. */
function nameOf(pid: number, temporary = temporaryPath('')): string {
  return temporary.replace(`-${process.pid}-`, `-${pid}-`)
}

describe('What killed programs left', () => {
  it('is swept, files and folders, with what SQLite put beside them', () => {
    const folder = makeFolder()
    const dead = nameOf(deadPid())
    for (const ending of ['', '-wal', '-journal'])
      writeFileSync(path.join(folder, `${dead}${ending}`), 'left')
    mkdirSync(path.join(folder, nameOf(deadPid())))
    writeFileSync(path.join(folder, nameOf(deadPid())), 'left')
    sweepTemporary(folder)
    expect(readdirSync(folder)).toEqual([])
  })

  it('is swept elsewhere where a note beside the store tells of it', () => {
    const [store, elsewhere] = [makeFolder(), makeFolder()]
    const dead = path.join(elsewhere, nameOf(deadPid()))
    writeFileSync(dead, 'left')
    writeFileSync(path.join(elsewhere, 'mine.txt'), 'mine')
    const note = nameOf(deadPid(), temporaryPath('', 'away'))
    writeFileSync(path.join(store, note), dead)
    const forged = nameOf(deadPid(), temporaryPath('', 'away'))
    writeFileSync(path.join(store, forged), path.join(elsewhere, 'mine.txt'))
    sweepTemporary(store)
    expect(readdirSync(store)).toEqual([])
    expect(readdirSync(elsewhere)).toEqual(['mine.txt'])
  })

  it('stays where it is of a living process, of another machine, or none of this program', () => {
    const folder = makeFolder()
    const kept = [
      nameOf(process.pid),
      nameOf(process.ppid),
      nameOf(deadPid()).replace(/-[0-9a-f]{8}-/, '-00000000-'),
      '.backprop-notes.part',
      'thesis.part',
      `${nameOf(deadPid())}.txt`,
    ]
    for (const name of kept) writeFileSync(path.join(folder, name), 'kept')
    sweepTemporary(folder)
    expect(readdirSync(folder).sort()).toEqual(kept.sort())
  })

  it('is noted only as long as it is there', () => {
    const [store, elsewhere] = [makeFolder(), makeFolder()]
    const forget = noteTemporary(temporaryPath(elsewhere), store)
    expect(readdirSync(store)).toHaveLength(1)
    forget()
    expect(readdirSync(store)).toEqual([])
    noteTemporary(temporaryPath(store), store)()
    expect(readdirSync(store)).toEqual([])
  })

  it('does not matter where the folder is not there', () => {
    expect(() => sweepTemporary(path.join(makeFolder(), 'absent'))).not.toThrow()
  })
})
