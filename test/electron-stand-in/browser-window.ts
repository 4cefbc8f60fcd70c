import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import type { BrowserContext } from 'playwright-core'
import type { AppStandIn } from './app.ts'
import type { IpcMainStandIn } from './ipc-main.ts'
import type { ProtocolStandIn } from './protocol.ts'
import { WebContentsStandIn } from './web-contents.ts'

export interface WindowWorld {
  readonly app: AppStandIn
  readonly context: BrowserContext
  readonly ipcMain: IpcMainStandIn
  readonly protocol: ProtocolStandIn
  /** Hears of a window that shows itself. */
  readonly shown: (window: BrowserWindowStandIn) => void
}

export class BrowserWindowStandIn extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions
  readonly webContents: WebContentsStandIn
  readonly #world: WindowWorld
  isShown = false
  isFocused = false
  /** How far the window manager puts the window from where it was asked for. */
  frame = { x: 0, y: 0 }
  #isMaximized = false
  #isMinimized = false

  constructor(options: BrowserWindowConstructorOptions, world: WindowWorld) {
    super()
    this.options = options
    this.#world = world
    this.webContents = new WebContentsStandIn({ ...world, preload: options.webPreferences?.preload ?? '' })
    world.app.windows.add(this)
    world.app.emit('web-contents-created', {}, this.webContents)
  }

  async loadURL(address: string): Promise<void> {
    await this.webContents.loadURL(address)
    this.emit('ready-to-show')
  }

  show(): void {
    this.isShown = true
    this.emit('show')
    this.#world.shown(this)
  }

  focus(): void {
    this.isFocused = true
  }

  maximize(): void {
    this.#isMaximized = true
  }

  minimize(): void {
    this.#isMinimized = true
  }

  restore(): void {
    this.#isMinimized = false
  }

  isMaximized(): boolean {
    return this.#isMaximized
  }

  isMinimized(): boolean {
    return this.#isMinimized
  }

  getNormalBounds(): Rectangle {
    const { x = 40, y = 40, width = 800, height = 600 } = this.options
    return { x: x + this.frame.x, y: y + this.frame.y, width, height }
  }

  isDestroyed(): boolean {
    return this.webContents.isDestroyed()
  }

  /** A person closes the window. */
  async close(): Promise<void> {
    this.emit('close', {})
    await this.webContents.destroy()
    this.emit('closed')
    this.#world.app.windowClosed(this)
  }
}
