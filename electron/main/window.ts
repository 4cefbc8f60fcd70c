import { BrowserWindow, nativeTheme } from 'electron'
import { readWindowBounds, rememberWindowBounds } from './window-bounds.ts'

export interface WindowOptions {
  /** Absolute path of the built preload. */
  readonly preload: string
  /** Absolute path of the window's picture. */
  readonly icon: string
  /** File that keeps the window's place. */
  readonly boundsFile: string
  readonly hasDevTools: boolean
}

/** Opens the workbench's window where it was last; it appears once its page is drawn. */
export function openWindow({ preload, icon, boundsFile, hasDevTools }: WindowOptions): BrowserWindow {
  const { isMaximized, ...bounds } = readWindowBounds(boundsFile)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: 'Backprop Workbench',
    ...(process.platform === 'linux' ? { icon } : {}),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#18181b' : '#ffffff',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
      devTools: hasDevTools,
    },
  })
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  rememberWindowBounds(window, boundsFile, bounds)
  return window
}

/** Loads the window's page, or goes to another place of it. */
export async function loadWindow(window: BrowserWindow, address: string): Promise<void> {
  await window.loadURL(address)
}
