import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { findProblems } from '../store/filled-store.ts'
import { openTinyWorkbench, reachStatus, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'
import { BusyProgram } from './busy-program.ts'
import type { OtherProgramDone, OtherProgramTask } from './other-program.ts'

const OTHER = fileURLToPath(new URL('other-program.ts', import.meta.url))

it(
  'two programs work on one store at once, hear of each other, and leave it whole',
  { timeout: 180_000 },
  async () => {
    const { workbench, dataSet, storePath } = openTinyWorkbench({ maxWorkers: 1 })
    const recipe = tinyRecipe(dataSet, { epochs: 12 })
    const { weightsSha256 } = await trainToEnd(workbench, recipe)
    const program = new BusyProgram(workbench)
    const work = { recipe, operations: 200, trainings: 8 }

    const child = fork(OTHER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    const exited = once(child, 'exit')
    const done = once(child, 'message') as Promise<[OtherProgramDone]>
    const dataFolder = path.join(path.dirname(storePath), 'other-data')
    child.send({
      workbench: { storePath, dataFolder, version: '0.0.0', maxWorkers: 1 },
      work: { ...work, seed: 2 },
    } satisfies OtherProgramTask)
    await program.work({ ...work, seed: 1 })
    const [{ started: theirs }] = await done
    child.send(program.started)
    expect(await exited).toEqual([0, null])
    await program.waitFor(() => theirs.every((id) => program.heard.has(id)))

    expect(program.started).toHaveLength(8)
    expect(theirs).toHaveLength(8)
    const runs = await workbench.api.runs.list()
    expect(runs.map((run) => run.id)).toEqual(expect.arrayContaining([...program.started, ...theirs]))
    expect(runs).toHaveLength(17)
    // What a deletion stopped, whosever it was, goes on to the same bytes.
    const stopped = runs.filter((run) => run.status !== 'completed')
    for (const { id: runId, status } of stopped) {
      expect(status).toBe('stopped')
      await workbench.api.runs.resume({ runId })
      await reachStatus(workbench, runId, 'completed', 'failed')
    }
    for (const run of await workbench.api.runs.list()) {
      expect(run).toMatchObject({ status: 'completed', epochsDone: 12, weightsSha256 })
    }
    await workbench.close()
    expect(findProblems(storePath)).toEqual([])
  },
)
