import type {
  BrowserWindowConstructorOptions,
  Display,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  MessageBoxReturnValue,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
} from 'electron'
import type { BrowserContext } from 'playwright-core'
import { AppStandIn } from './app.ts'
import { BrowserWindowStandIn } from './browser-window.ts'
import { IpcMainStandIn } from './ipc-main.ts'
import { MenuStandIn } from './menu.ts'
import { ProtocolStandIn } from './protocol.ts'
import type { WebContentsStandIn } from './web-contents.ts'

type PermissionRequest = (contents: unknown, permission: string, decide: (isGranted: boolean) => void) => void
type PermissionCheck = (contents: unknown, permission: string) => boolean

export interface StandInOptions {
  readonly context: BrowserContext
  readonly isPackaged?: boolean
  readonly isFirstInstance?: boolean
  readonly displays?: Pick<Display, 'workArea'>[]
  /** How far the window manager puts windows from where they were asked for. */
  readonly frame?: { readonly x: number; readonly y: number }
}

/** What the program did to the person's desktop, and what the person answers. */
export class DesktopStandIn {
  menu = new MenuStandIn([])
  readonly popups: MenuStandIn[] = []
  readonly openedLinks: string[] = []
  readonly shownFiles: string[] = []
  readonly errorBoxes: string[] = []
  readonly saveDialogs: SaveDialogOptions[] = []
  /** Null cancels. */
  saveAnswer: (offered: string) => string | null = () => null
  readonly messageBoxes: MessageBoxOptions[] = []
  /** Which button of a message box is chosen. */
  messageAnswer = 0
  readonly openDialogs: OpenDialogOptions[] = []
  /** None cancels. */
  openAnswer: readonly string[] = []
}

export interface ElectronStandIn {
  /** What the main process imports as `electron`. */
  readonly electron: object
  readonly app: AppStandIn
  readonly ipcMain: IpcMainStandIn
  readonly protocol: ProtocolStandIn
  readonly desktop: DesktopStandIn
  readonly windows: readonly BrowserWindowStandIn[]
  readonly firstShown: Promise<BrowserWindowStandIn>
  readonly permissions: { request: PermissionRequest | null; check: PermissionCheck | null }
}

/** The exports of `electron` that the main process uses, and the handles of a test on them. */
export function createElectronStandIn({
  context,
  isPackaged,
  isFirstInstance,
  displays = [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
  frame,
}: StandInOptions): ElectronStandIn {
  const app = new AppStandIn({ isPackaged, isFirstInstance })
  const ipcMain = new IpcMainStandIn()
  const protocol = new ProtocolStandIn()
  const desktop = new DesktopStandIn()
  const windows: BrowserWindowStandIn[] = []
  const { promise: firstShown, resolve: shown } = Promise.withResolvers<BrowserWindowStandIn>()
  const permissions = { request: null as PermissionRequest | null, check: null as PermissionCheck | null }

  class BrowserWindow extends BrowserWindowStandIn {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options, { app, context, ipcMain, protocol, shown })
      if (frame !== undefined) this.frame = { ...frame }
      windows.push(this)
    }

    static fromWebContents(contents: WebContentsStandIn): BrowserWindowStandIn | null {
      return windows.find((window) => window.webContents === contents) ?? null
    }
  }

  const electron = {
    app,
    BrowserWindow,
    ipcMain,
    Menu: {
      buildFromTemplate: (items: MenuItemConstructorOptions[]) =>
        new MenuStandIn(items, (menu) => desktop.popups.push(menu)),
      setApplicationMenu: (menu: MenuStandIn) => (desktop.menu = menu),
    },
    nativeTheme: { shouldUseDarkColors: false },
    protocol,
    screen: {
      getAllDisplays: () => displays,
      getPrimaryDisplay: () => displays[0],
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: PermissionRequest) => (permissions.request = handler),
        setPermissionCheckHandler: (handler: PermissionCheck) => (permissions.check = handler),
      },
    },
    shell: {
      openExternal: (url: string) => {
        desktop.openedLinks.push(url)
        return Promise.resolve()
      },
      showItemInFolder: (path: string) => desktop.shownFiles.push(path),
    },
    dialog: {
      showErrorBox: (_title: string, content: string) => desktop.errorBoxes.push(content),
      showMessageBox: (...args: unknown[]): Promise<MessageBoxReturnValue> => {
        desktop.messageBoxes.push(args.at(-1) as MessageBoxOptions)
        return Promise.resolve({ response: desktop.messageAnswer, checkboxChecked: false })
      },
      showSaveDialog: (...args: unknown[]): Promise<SaveDialogReturnValue> => {
        const options = args.at(-1) as SaveDialogOptions
        desktop.saveDialogs.push(options)
        const filePath = desktop.saveAnswer(options.defaultPath ?? '')
        return Promise.resolve({ canceled: filePath === null, filePath: filePath ?? '' })
      },
      showOpenDialog: (...args: unknown[]): Promise<OpenDialogReturnValue> => {
        desktop.openDialogs.push(args.at(-1) as OpenDialogOptions)
        const filePaths = [...desktop.openAnswer]
        return Promise.resolve({ canceled: filePaths.length === 0, filePaths })
      },
    },
  }
  return { electron, app, ipcMain, protocol, desktop, windows, firstShown, permissions }
}
