import { app, dialog, type BrowserWindow } from 'electron'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { ipcChannels } from '#contract/ipc-channels.ts'
import { WorkbenchError } from '#contract/types.ts'
import { ListenerError } from '#backend/emitter.ts'
import type { WorkbenchPaths } from '#backend/paths.ts'
import { describeBackup } from '#backend/store/backup.ts'
import { openWorkbench, type Workbench } from '#backend/workbench.ts'
import type { BundlePaths } from './bundle-paths.ts'
import { servePlatformCalls } from './dialogs.ts'
import { describeFileError } from '#backend/describe-file-error.ts'
import { logError, logNotice } from './log.ts'
import { acceptRecipeLinks, addressOf, findLink } from './recipe-links.ts'
import { setApplicationMenu } from './menu.ts'
import { serveWindowFiles } from './protocol.ts'
import { refusePermissions } from './security.ts'
import { serveWindowRpc } from './window-rpc.ts'
import { loadWindow, openWindow } from './window.ts'

export interface ApplicationOptions {
  readonly paths: WorkbenchPaths
  readonly bundles: BundlePaths
}

/** From the start to the end: one instance, one window, one workbench, which is closed before the end. */
export function runApplication({ paths, bundles }: ApplicationOptions): void {
  const folder = path.join(paths.home, 'window')
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    giveUp(
      new WorkbenchError('store', `The folder ${paths.home} cannot be used. ${describeFileError(error)}`),
    )
    return
  }
  app.setPath('userData', folder)
  if (!app.requestSingleInstanceLock()) {
    // The first instance shows its window (`second-instance`).
    app.quit()
    return
  }

  let window: BrowserWindow | null = null
  let workbench: Workbench | null = null

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
    reviveCrashedPage(opened)
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
    if (workbench === null) firstLink = payload
    else showWindow(payload)
  })

  const begin = async () => {
    await app.whenReady()
    const opened = openWorkbench({
      ...paths,
      workerUrl: bundles.workerUrl,
      exchangeWorkerUrl: bundles.exchangeWorkerUrl,
      version: app.getVersion(),
      onBackup: (file) => logNotice(describeBackup(file)),
    })
    workbench = opened
    refusePermissions()
    serveWindowFiles(bundles.windowFolder)
    serveWindowRpc(opened, { logError })
    servePlatformCalls(opened.handles)
    setApplicationMenu({
      send: (command) => window?.webContents.send(ipcChannels.command, command),
      storePath: paths.storePath,
      hasDevTools: !app.isPackaged,
    })
    showWindow(firstLink)
    app.on('activate', () => showWindow())
    app.on('second-instance', (_event, words) => showWindow(findLink(words)))
  }

  // On macOS a program goes on without a window: its trainings do, too.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('will-quit', (event) => {
    if (workbench === null) return
    event.preventDefault()
    const closing = workbench
    workbench = null
    closing
      .close()
      .catch((error: unknown) => logError('The store could not be closed.', error))
      .finally(() => app.quit())
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

/** A page that crashed is loaded again; trainings run outside of it. One that keeps crashing is left. */
function reviveCrashedPage(window: BrowserWindow): void {
  let revivals = 0
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    logError('The window crashed.', reason)
    if (++revivals <= 3) window.webContents.reload()
  })
}
