import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron'
import type { MenuCommand } from '#contract/bridge.ts'

export interface MenuOptions {
  /** Sends a command to the window. */
  readonly send: (command: MenuCommand) => void
  /** The file that is open when an entry is chosen. */
  readonly getStorePath: () => string
  readonly hasDevTools: boolean
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** The application's menu: entries that need the window are sent to it as commands. */
export function setApplicationMenu(options: MenuOptions): void {
  const isMac = process.platform === 'darwin'
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [appMenu(options)] : []),
      fileMenu(options, isMac),
      { role: 'editMenu' },
      viewMenu(options),
      { role: 'windowMenu' },
      helpMenu(options, isMac),
    ]),
  )
}

function commandItem(
  { send }: MenuOptions,
  label: string,
  command: MenuCommand,
  accelerator: string,
): MenuItemConstructorOptions {
  return { id: command, label, accelerator, click: () => send(command) }
}

function settings(options: MenuOptions): MenuItemConstructorOptions {
  return commandItem(options, 'Settings…', 'open-settings', 'CmdOrCtrl+,')
}

function appMenu(options: MenuOptions): MenuItemConstructorOptions {
  return {
    label: app.name,
    submenu: [
      { role: 'about' },
      separator,
      settings(options),
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
}

function fileMenu(options: MenuOptions, isMac: boolean): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [
      commandItem(options, 'New recipe', 'new-recipe', 'CmdOrCtrl+N'),
      separator,
      commandItem(options, 'Import runs or a network…', 'import-network', 'CmdOrCtrl+O'),
      commandItem(options, 'Export network…', 'export-network', 'CmdOrCtrl+E'),
      separator,
      commandItem(options, 'Open another store…', 'open-store', 'CmdOrCtrl+Shift+O'),
      separator,
      ...(isMac ? [{ role: 'close' as const }] : [settings(options), separator, { role: 'quit' as const }]),
    ],
  }
}

function viewMenu(options: MenuOptions): MenuItemConstructorOptions {
  const development: MenuItemConstructorOptions[] = [
    separator,
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ]
  return {
    label: '&View',
    submenu: [
      commandItem(options, 'Train', 'show-train', 'CmdOrCtrl+1'),
      commandItem(options, 'Runs', 'show-runs', 'CmdOrCtrl+2'),
      commandItem(options, 'Sweeps', 'show-sweeps', 'CmdOrCtrl+3'),
      commandItem(options, 'Digits', 'show-digits', 'CmdOrCtrl+4'),
      commandItem(options, 'Inspect', 'show-inspect', 'CmdOrCtrl+5'),
      commandItem(options, 'Learn', 'show-learn', 'CmdOrCtrl+6'),
      commandItem(options, 'Data', 'show-data', 'CmdOrCtrl+7'),
      separator,
      commandItem(options, 'Command palette…', 'open-palette', 'CmdOrCtrl+K'),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...(options.hasDevTools ? development : []),
    ],
  }
}

function helpMenu({ getStorePath }: MenuOptions, isMac: boolean): MenuItemConstructorOptions {
  return {
    role: 'help',
    submenu: [
      {
        id: 'show-store',
        label: 'Show the store in its folder',
        click: () => shell.showItemInFolder(getStorePath()),
      },
      ...(isMac ? [] : [separator, { role: 'about' as const }]),
    ],
  }
}
