import { app, dialog, type BrowserWindow } from 'electron'

/** Crashes that come within this time of each other are taken for one fault, in milliseconds. */
const MEMORY_MS = 60_000

/** So many crashes within that time are answered by loading the page again. */
const REVIVALS = 3

/**
 * Loads a page again that crashed; trainings run outside of it. Of one that keeps crashing the person is asked: by the
 * system's own dialog, as any page might crash again.
 */
export function reviveCrashedPage(
  window: BrowserWindow,
  logError: (message: string, error: unknown) => void,
): void {
  let crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    logError('The window crashed.', reason)
    const now = performance.now()
    crashes = [...crashes.filter((before) => now - before < MEMORY_MS), now]
    if (crashes.length <= REVIVALS) {
      window.webContents.reload()
      return
    }
    crashes = []
    askWhatToDo(window).catch((error: unknown) => logError('The crash could not be shown.', error))
  })
}

async function askWhatToDo(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    title: 'Backprop Workbench',
    message: 'The window keeps crashing',
    detail: 'Trainings go on, and every finished epoch is kept. Quitting stops them; they can be resumed.',
    buttons: ['Reload', 'Quit'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  if (response === 1) app.quit()
  else if (!window.isDestroyed()) window.webContents.reload()
}
