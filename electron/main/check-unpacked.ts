import { app, dialog } from 'electron'
import path from 'node:path'
import { findWrongFile, type ProgramFiles, type WrongFile } from '#files/program-files.ts'
import { readFileNow } from '#files/read-file.ts'

/** Within the archive, and so covered by its integrity; written when the application is packed. */
const LIST = 'unpacked-files.json'

/**
 * Ends a packed program one of whose files beside the archive is not as it was built, and names the file. Electron checks
 * the archive alone, and workers and native code are loaded from beside it.
 * @param folder folder of the built main process
 * @returns whether the program may go on
 */
export function checkUnpackedFiles(folder: string): boolean {
  const archive = path.join(folder, '..', '..')
  if (path.basename(archive) !== 'app.asar') return true
  const wrong = findWrong(path.join(folder, LIST), `${archive}.unpacked`)
  if (wrong === null) return true
  dialog.showErrorBox(
    'Backprop Workbench',
    `The program is damaged or was changed, and is not started: ${wrong.file}: ${wrong.problem}. Install it again; runs are kept.`,
  )
  app.exit(1)
  return false
}

function findWrong(list: string, unpacked: string): WrongFile | null {
  let files: ProgramFiles
  try {
    files = JSON.parse(readFileNow(list).toString('utf8')) as ProgramFiles
  } catch {
    return { file: LIST, problem: 'expected the list of the program’s files, got none that can be read' }
  }
  return findWrongFile(unpacked, files)
}
