import { openWorkbench, type WorkbenchOptions } from '#backend/workbench.ts'
import { type BusyOptions, BusyProgram } from './busy-program.ts'

/** The second program of the test, started by `fork`. */
export interface OtherProgramTask {
  readonly workbench: Omit<WorkbenchOptions, 'workerUrl'>
  readonly work: BusyOptions
}
/** Its first message, when its work is done. */
export interface OtherProgramDone {
  readonly started: readonly string[]
}

process.once('message', (task: OtherProgramTask) => void run(task))

async function run(task: OtherProgramTask): Promise<void> {
  const workbench = openWorkbench({
    ...task.workbench,
  })
  const program = new BusyProgram(workbench)
  const theirs = new Promise<readonly string[]>((resolve) => process.once('message', resolve))
  await program.work(task.work)
  process.send!({ started: program.started } satisfies OtherProgramDone)
  const ids = await theirs
  await program.waitFor(() => ids.every((id) => program.heard.has(id)))
  await workbench.close()
  process.disconnect()
}
