import { Command } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import type { CommandHost } from './common/terminal.ts'
import { addAssignment } from './assignment/assignment-command.ts'
import { addDigits } from './digits/digits-command.ts'
import { addDownload } from './download/download-command.ts'
import { addEvaluate } from './evaluate/evaluate-command.ts'
import { addExport } from './export/export-command.ts'
import { addGradientCheck } from './gradient-check/gradient-check-command.ts'
import { addImport } from './import/import-command.ts'
import { addLearningCurve } from './learning-curve/learning-curve-command.ts'
import { addPredict } from './predict/predict-command.ts'
import { addPresets } from './presets/presets-command.ts'
import { addReport } from './report/report-command.ts'
import { addReproduce } from './reproduce/reproduce-command.ts'
import { addResume } from './resume/resume-command.ts'
import { addRuns } from './runs/runs-command.ts'
import { addSlice } from './slice/slice-command.ts'
import { addStoreCommand } from './store/store-command.ts'
import { addSweep } from './sweep/sweep-command.ts'
import { addSweeps } from './sweeps/sweeps-command.ts'
import { addTrace } from './trace/trace-command.ts'
import { addTrain } from './train/train-command.ts'
import { addVerify } from './verify/verify-command.ts'
import { addWhatIf } from './what-if/what-if-command.ts'

/** The commands, in the order of the help. */
const COMMANDS = [
  addTrain,
  addPresets,
  addSweep,
  addSweeps,
  addRuns,
  addReport,
  addResume,
  addEvaluate,
  addExport,
  addImport,
  addPredict,
  addDigits,
  addTrace,
  addSlice,
  addAssignment,
  addDownload,
  addStoreCommand,
  addVerify,
  addGradientCheck,
  addLearningCurve,
  addWhatIf,
  addReproduce,
]

/** Builds the command line; each command's own code is loaded when it runs. */
export function buildProgram(host: CommandHost): Command {
  const program = new Command('backprop')
    .description('Trains and examines fully connected networks on handwritten digits, without a window.')
    .version(manifest.version, '-V, --version', 'show the version; with --verbose also what runs it')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help on a command')
    .configureHelp({ showGlobalOptions: false })
    // Else options behind `runs export` would be taken for those of `runs`.
    .enablePositionalOptions()
    .addHelpText(
      'after',
      '\nExit status: 0 done, 1 the job failed, 2 wrong arguments, 130 ended by Ctrl-C (finished epochs are kept).',
    )
  for (const add of COMMANDS) add(program, host)
  return program
}
