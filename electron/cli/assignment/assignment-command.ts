import { Argument, type Command, Option } from 'commander'
import { parseFile } from '../common/arguments.ts'
import { addCommon, addOutput } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { CheckOptions } from './check-works.ts'
import type { HandInOptions } from './hand-in.ts'
import type { NewOptions } from './new-assignment.ts'

/** Collects `QUESTION=RUN`, given once for each. */
const collect = (value: string, all: readonly string[] = []): string[] => [...all, value]

const taskArgument = (): Argument => new Argument('<task>', 'the assignment, a .backprop-task file')
const studentOption = (): Option => new Option('--student <id>', "the student's id").makeOptionMandatory()

/** Adds the commands on assignments: a teacher makes and checks, a student hands in. */
export function addAssignment(program: Command, { finish, terminal }: CommandHost): void {
  const assignment = program
    .command('assignment')
    .summary('make assignments, hand them in, check them')
    .description(
      'A teacher makes an assignment for students and a key to keep; a student hands in answers and runs; the program checks them, and trains the runs anew.',
    )
  addCommon(
    assignment
      .command('new')
      .summary('make an assignment and its key')
      .description(
        "Makes NAME.backprop-task for students and NAME.backprop-key for the teacher of a draft: JSON with title, text, recipe, free fields and questions with their solutions. A folder of images goes by its name and fingerprint. '--example' prints a draft to begin with.",
      )
      .argument('[draft]', 'a file with the draft')
      .addOption(
        new Option(
          '--out <name>',
          "where the files go, without their endings (default: the draft's name)",
        ).argParser(parseFile),
      )
      .option('--example', 'print a draft to begin with'),
  ).action(async (draft: string | undefined, options: NewOptions) => {
    const { newAssignment } = await import('./new-assignment.ts')
    finish(await newAssignment(draft, options, terminal))
  })
  addOutput(
    assignment
      .command('recipe')
      .summary("print a student's recipe")
      .description("Prints an assignment's recipe with the seed of a student, to train by: 'train --recipe'.")
      .addArgument(taskArgument())
      .addOption(studentOption()),
  ).action(async (task: string, options: { student: string; json?: boolean }) => {
    const { printRecipe } = await import('./hand-in.ts')
    finish(await printRecipe(task, options, terminal))
  })
  addCommon(
    assignment
      .command('hand-in')
      .summary('make the file to hand in')
      .description('Makes a .backprop-work file of answers and runs.')
      .addArgument(taskArgument())
      .requiredOption('--name <name>', "the student's name")
      .addOption(studentOption())
      .addOption(
        new Option(
          '--answers <file>',
          'answers as JSON: an object with one text for each question',
        ).argParser(parseFile),
      )
      .addOption(new Option('--run <question=run>', "a question's run; once for each").argParser(collect))
      .addOption(
        new Option('--out <file>', "where it goes (default: the student's id with .backprop-work)").argParser(
          parseFile,
        ),
      ),
  ).action(async (task: string, options: HandInOptions) => {
    const { handIn } = await import('./hand-in.ts')
    finish(await handIn(task, options, terminal))
  })
  addCommon(
    assignment
      .command('check')
      .summary('check works and train their runs anew')
      .description(
        'Checks handed-in works, a line for each: whole and unchanged, of this assignment, only free fields changed, answers, and each run trained anew to the same weights. A checksum shows accidents; only the training cannot be forged cheaply. Exit status 1 if anything is wrong.',
      )
      .argument('<works...>', '.backprop-work files')
      .addOption(
        new Option('--key <file>', "the teacher's .backprop-key file")
          .argParser(parseFile)
          .makeOptionMandatory(),
      )
      .option('--csv', 'print a table as CSV'),
  ).action(async (works: string[], options: CheckOptions) => {
    const { checkWorks } = await import('./check-works.ts')
    finish(await checkWorks(works, options, terminal))
  })
}
