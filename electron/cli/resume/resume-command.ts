import type { Command } from 'commander'
import { addCommon, addThreads, RUN_ARGUMENT } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ResumeOptions } from './resume.ts'

/** Adds the command that goes on with a run. */
export function addResume(program: Command, { finish, terminal }: CommandHost): void {
  addThreads(
    addCommon(
      program
        .command('resume')
        .summary('go on with a run')
        .description(
          'Goes on with an interrupted, stopped or failed run from its last finished epoch; it ends in the same weights as if it had never stopped.',
        )
        .argument('<run>', RUN_ARGUMENT),
    ),
  ).action(async (run: string, options: ResumeOptions) => {
    const { resume } = await import('./resume.ts')
    finish(await resume(run, options, terminal))
  })
}
