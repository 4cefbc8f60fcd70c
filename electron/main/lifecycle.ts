import { app, dialog, type BrowserWindow } from 'electron'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { MenuCommand } from '#contract/bridge.ts'
import { ipcChannels } from '#contract/ipc-channels.ts'
import { WorkbenchError } from '#contract/types.ts'
import { ListenerError } from '#backend/emitter.ts'
import { WorkbenchHost } from '#backend/host/workbench-host.ts'
import type { WorkbenchPaths } from '#backend/paths.ts'
import { describeBackup } from '#backend/store/backup.ts'
import type { BundlePaths } from './bundle-paths.ts'
import { servePlatformCalls } from './dialogs.ts'
import { describeFileError } from '#backend/describe-file-error.ts'
import { sweepTemporary } from '#files/temporary-files.ts'
import { logError, logNotice } from './log.ts'
import { acceptRecipeLinks, addressOf, findLink } from './recipe-links.ts'
import { setApplicationMenu } from './menu.ts'
import { serveWindowFiles } from './protocol.ts'
import { refusePermissions } from './security.ts'
import { serveWindowRpc } from './window-rpc.ts'
import { reviveCrashedPage } from './crashed-page.ts'
import { loadWindow, openWindow } from './window.ts'

export interface ApplicationOptions {
  readonly paths: WorkbenchPaths
  /** Whether the command line named the store. */
  readonly isStoreNamed: boolean
  readonly bundles: BundlePaths
}

/** What a second start hands over to the first, which goes on alone. */
interface SecondStart {
  /** Absolute path of the store that its command line named; null where it named none. */
  readonly storePath: string | null
}

/** A window that closes so soon after somebody asked for it was closing before. */
const CLOSING_MS = 1000

/** From the start to the end: one instance, one window, one workbench at a time, which is closed before the end. */
export function runApplication({ paths, isStoreNamed, bundles }: ApplicationOptions): void {
  const folder = path.join(paths.home, 'window')
  try {
    mkdirSync(folder, { recursive: true })
    sweepTemporary(folder)
  } catch (error) {
    giveUp(
      new WorkbenchError('store', `The folder ${paths.home} cannot be used. ${describeFileError(error)}`),
    )
    return
  }
  app.setPath('userData', folder)
  const asked: SecondStart = { storePath: isStoreNamed ? paths.storePath : null }
  if (!app.requestSingleInstanceLock(asked)) {
    // The first instance shows its window (`second-instance`).
    app.quit()
    return
  }

  let window: BrowserWindow | null = null
  let host: WorkbenchHost | null = null
  let isClosing = false
  let isStartedAnew = false
  /** When a second start asked for the window. */
  let askedAt = -Infinity

  /** @param payload a recipe for the form, as a link carries it */
  const showWindow = (payload: string | null = null) => {
    if (window !== null) {
      if (window.isMinimized()) window.restore()
      window.focus()
      // The same page with another route: nothing is reloaded.
      if (payload !== null) load(window, payload)
      return
    }
    const opened = openWindow({
      preload: bundles.preload,
      icon: bundles.icon,
      boundsFile: path.join(folder, 'place.json'),
      hasDevTools: !app.isPackaged,
    })
    window = opened
    opened.on('closed', () => (window = null))
    reviveCrashedPage(opened, logError)
    load(opened, payload)
  }
  const load = (opened: BrowserWindow, payload: string | null) => {
    loadWindow(opened, addressOf(payload)).catch((error: unknown) => {
      // Closing the window while it loads is no defect.
      if (!opened.isDestroyed()) logError('The window could not be loaded.', error)
    })
  }
  /** A link that came before the window. */
  let firstLink = findLink(process.argv.slice(1))
  acceptRecipeLinks((payload) => {
    if (host === null || isClosing) firstLink = payload
    else showWindow(payload)
  })

  const begin = async () => {
    await app.whenReady()
    const opened = new WorkbenchHost({
      ...paths,
      logError,
      workerUrl: bundles.workerUrl,
      exchangeWorkerUrl: bundles.exchangeWorkerUrl,
      version: app.getVersion(),
      onBackup: (file) => logNotice(describeBackup(file)),
    })
    host = opened
    // A page belongs to one store: all that it shows is of that one.
    opened.onChange(() => window?.webContents.reload())
    refusePermissions()
    serveWindowFiles(bundles.windowFolder)
    serveWindowRpc(() => opened.workbench, { logError })
    servePlatformCalls(() => opened.workbench.handles)
    const send = (command: MenuCommand) => window?.webContents.send(ipcChannels.command, command)
    setApplicationMenu({
      send,
      getStorePath: () => opened.storePath,
      hasDevTools: !app.isPackaged,
    })
    showWindow(firstLink)
    app.on('activate', () => {
      if (!isClosing) showWindow()
    })
    app.on('second-instance', (_event, words, _folder, second) => {
      if (isClosing) {
        startAnew(words.slice(1))
        return
      }
      askedAt = performance.now()
      showWindow(findLink(words))
      const storePath = (second as SecondStart | undefined)?.storePath ?? null
      if (storePath === null || storePath === opened.storePath) return
      // Whether the open store is to be left is for the person at the window to say.
      opened.offer(storePath)
      send('open-store')
    })
  }

  /** Whoever starts the program while it ends gets it once it has ended: until then it holds the store. */
  const startAnew = (words: string[]) => {
    if (isStartedAnew) return
    isStartedAnew = true
    app.relaunch({ args: words })
  }

  // On macOS a program goes on without a window: its trainings do, too.
  app.on('window-all-closed', () => {
    // It closed already when a second start asked for it.
    if (performance.now() - askedAt < CLOSING_MS) {
      showWindow()
      return
    }
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    if (host === null) return
    event.preventDefault()
    if (isClosing) return
    isClosing = true
    host
      .close()
      .catch((error: unknown) => logError('The store could not be closed.', error))
      .finally(() => {
        host = null
        // While Electron ends, nobody hears of a second start any more; with the store closed it may go on alone.
        app.releaseSingleInstanceLock()
        // Electron passes over a wish to quit that comes within this event or its microtasks.
        setImmediate(() => app.quit())
      })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
  process.on('uncaughtException', (error) => {
    // The workbench is unharmed, and trainings go on.
    if (error instanceof ListenerError) logError('The workbench goes on.', error)
    else giveUp(error)
  })

  begin().catch(giveUp)
}

/** Ends with what went wrong in words; finished epochs are in the store already. */
function giveUp(error: unknown): void {
  if (!(error instanceof WorkbenchError)) logError('The workbench failed.', error)
  const message = error instanceof Error ? error.message : String(error)
  dialog.showErrorBox('Backprop Workbench', message)
  app.exit(1)
}
