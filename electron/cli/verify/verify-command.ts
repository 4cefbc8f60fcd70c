import { type Command, Option } from 'commander'
import { ENGINE_NAMES } from '#core/engine/names.ts'
import { parseEngine } from '../common/arguments.ts'
import { addOutput } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { VerifyOptions } from './verify.ts'

/** Adds the command that holds an engine against reference vectors. */
export function addVerify(program: Command, { finish, terminal }: CommandHost): void {
  addOutput(
    program
      .command('verify')
      .summary('compare an engine with reference vectors')
      .description(
        'Runs each network of a file of reference vectors through an engine and prints the largest relative difference of z, a, loss, gradients, losses and final parameters. Exit status 1 where it is beyond the tolerance: 1e-10 for the reference, 1e-4 for the 32-bit engines. Where rounding alone may move a number further, only what is beyond that counts.',
      )
      .argument('<file>', 'JSON as test/reference/make_vectors.py writes it')
      .addOption(
        new Option('--engine <name>', ENGINE_NAMES.join(', ')).argParser(parseEngine).default('reference'),
      ),
  ).action(async (file: string, options: VerifyOptions) => {
    const { verify } = await import('./verify.ts')
    finish(verify(file, options, terminal))
  })
}
