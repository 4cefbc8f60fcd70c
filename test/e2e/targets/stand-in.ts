import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootMain } from '../../electron-stand-in/boot.ts'
import { answered } from '../../electron-stand-in/ipc-main.ts'
import type { StartedTarget, TargetOptions } from '../support.ts'
import { pageClipboard } from './page-clipboard.ts'
import { readWhenWritten } from './read-when-written.ts'

/** The built main process and preload on the stand-in for Electron. */
export async function startStandIn({ home, viewport, colorScheme }: TargetOptions): Promise<StartedTarget> {
  const main = await bootMain({ home, page: { viewport, colorScheme } })
  const { page } = await main.openedWindow()
  return {
    page,
    saveFile: async (action) => {
      const folder = await mkdtemp(join(tmpdir(), 'saved-'))
      const { promise: chosen, resolve } = Promise.withResolvers<string>()
      main.desktop.saveAnswer = (offered) => {
        resolve(offered)
        return join(folder, offered)
      }
      await action()
      const name = await chosen
      const bytes = await readWhenWritten(join(folder, name))
      await rm(folder, { recursive: true })
      return { name, text: bytes.toString('utf8'), bytes }
    },
    openFile: async (action, ...paths) => {
      main.desktop.openAnswer = paths
      const read = once(main.ipcMain, answered)
      await action()
      await read
    },
    clipboard: await pageClipboard(page),
    close: () => main.close(),
  }
}
