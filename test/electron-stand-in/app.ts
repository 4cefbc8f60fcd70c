import { EventEmitter } from 'node:events'
import type { AboutPanelOptionsOptions } from 'electron'

/** Electron's `app`. Its end does not end the process; `ended` tells the status instead. */
export class AppStandIn extends EventEmitter {
  name = 'backprop-workbench'
  readonly isPackaged: boolean
  readonly paths = new Map<string, string>()
  readonly ended: Promise<number>
  /** Windows that are open, for `quit` to close. */
  readonly windows = new Set<{ close(): Promise<void> }>()
  /** Schemes whose links the system opens with the program. */
  readonly linkSchemes: string[] = []
  aboutPanel: AboutPanelOptionsOptions = {}
  #isQuitting = false
  #isAsking = false
  /** What the program is started with again once it has ended. */
  readonly relaunches: string[][] = []
  readonly #isFirstInstance: boolean
  #end: (status: number) => void = () => undefined

  constructor({ isPackaged = true, isFirstInstance = true } = {}) {
    super()
    this.isPackaged = isPackaged
    this.#isFirstInstance = isFirstInstance
    this.ended = new Promise((resolve) => (this.#end = resolve))
  }

  whenReady(): Promise<void> {
    return Promise.resolve()
  }

  setName(name: string): void {
    this.name = name
  }

  getVersion(): string {
    return '0.0.0-test'
  }

  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    this.linkSchemes.push(scheme)
    return true
  }

  /** What this instance would hand over to the first one. */
  handedOver: unknown

  requestSingleInstanceLock(additionalData: unknown): boolean {
    this.handedOver = additionalData
    return this.#isFirstInstance
  }

  /** Whether another start is heard of; Electron hears of none between its last `will-quit` and its end. */
  holdsLock = true

  releaseSingleInstanceLock(): void {
    this.holdsLock = false
  }

  setAboutPanelOptions(options: AboutPanelOptionsOptions): void {
    this.aboutPanel = options
  }

  /**
   * As in Electron: closes the windows, then asks `will-quit`, which may prevent it. Within that event and its microtasks
   * another wish to quit is passed over.
   */
  quit(): void {
    if (this.#isAsking) return
    this.#isQuitting = true
    void this.#closeWindows().then(() => {
      const event = { isPrevented: false, preventDefault: () => (event.isPrevented = true) }
      this.#isAsking = true
      this.emit('will-quit', event)
      setImmediate(() => (this.#isAsking = false))
      if (!event.isPrevented) this.#end(0)
    })
  }

  relaunch({ args = [] }: { args?: string[] } = {}): void {
    this.relaunches.push(args)
  }

  async #closeWindows(): Promise<void> {
    for (const window of [...this.windows]) await window.close()
  }

  /** A window is gone; the last one is reported, but not while quitting. */
  windowClosed(window: { close(): Promise<void> }): void {
    this.windows.delete(window)
    if (this.windows.size === 0 && !this.#isQuitting) this.emit('window-all-closed')
  }

  exit(status = 0): void {
    this.#end(status)
  }
}
