import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication } from 'playwright-core'
import { findInstalledElectron } from '../../../scripts/electron-binary.ts'
import type { StartedTarget, TargetOptions } from '../support.ts'
import { writePictureIn } from './page-clipboard.ts'
import { readWhenWritten } from './read-when-written.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The built workbench in real Electron, as a person starts it. */
export async function launchElectron(
  home: string,
  colorScheme: TargetOptions['colorScheme'] = 'light',
): Promise<ElectronApplication> {
  return _electron.launch({ ...(await electronCommand(home)), colorScheme })
}

/** What starts it. @throws Error where Electron is not installed */
export async function electronCommand(
  home: string,
): Promise<{ executablePath: string; args: string[]; env: Record<string, string> }> {
  const executablePath = await findInstalledElectron(root)
  if (executablePath === null) throw new Error('Electron is not installed.')
  return {
    executablePath,
    // Two windows lie over each other, and the lower one must be drawn too.
    args: ['--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding', root],
    env: { ...(process.env as Record<string, string>), BACKPROP_MNIST: '', BACKPROP_HOME: home },
  }
}

/** The built workbench in real Electron, with a window of a given size. Native dialogs are answered in their place. */
export async function startElectron({ home, viewport, colorScheme }: TargetOptions): Promise<StartedTarget> {
  const electron = await launchElectron(home, colorScheme)
  const page = await electron.firstWindow()
  await electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]!.setContentSize(width, height)
  }, viewport)
  const answerOpenDialog = async (action: () => Promise<unknown>, ...paths: readonly string[]) => {
    await electron.evaluate(
      ({ dialog }, filePaths) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths })
      },
      [...paths],
    )
    await action()
  }
  return {
    page,
    saveFile: async (action) => {
      const folder = await mkdtemp(join(tmpdir(), 'saved-'))
      const saved = electron.evaluate(
        ({ dialog }, folder) =>
          new Promise<string>((resolve) => {
            dialog.showSaveDialog = (...args: unknown[]) => {
              const { defaultPath = 'unnamed' } = args.at(-1) as { defaultPath?: string }
              resolve(defaultPath)
              return Promise.resolve({ canceled: false, filePath: `${folder}/${defaultPath}` })
            }
          }),
        folder,
      )
      await action()
      const name = await saved
      const bytes = await readWhenWritten(join(folder, name))
      await rm(folder, { recursive: true })
      return { name: basename(name), text: bytes.toString('utf8'), bytes }
    },
    openFile: answerOpenDialog,
    // Playwright cannot give permissions to a page of Electron, and the program gives it none but to write.
    clipboard: {
      writePicture: (png) => writePictureIn(page, png),
      readText: () => electron.evaluate(({ clipboard }) => clipboard.readText()),
    },
    close: () => electron.close(),
  }
}
