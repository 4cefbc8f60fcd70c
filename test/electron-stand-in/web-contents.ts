import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { HandlerDetails, WindowOpenHandlerResponse } from 'electron'
import type { BrowserContext, Frame, Page, Route } from 'playwright-core'
import type { IpcMainStandIn } from './ipc-main.ts'
import type { ProtocolStandIn } from './protocol.ts'

/** Where Chromium shows what Electron shows at `app://workbench/`: it cannot be taught a scheme of its own. */
const pageOrigin = 'https://workbench.test'
const appOrigin = 'app://workbench'

const toPage = (address: string) => address.replace(appOrigin, pageOrigin)
const toApp = (address: string) => address.replace(pageOrigin, appOrigin)

type Listener = (event: object, message: unknown) => void

/** What the stand-in puts into the page for the preload. */
interface PreloadWorld {
  standInIpc: (kind: 'send' | 'invoke', channel: string, message: unknown) => Promise<unknown>
  standInDeliver: (channel: string, message: unknown) => void
  standInRequire: (name: string) => unknown
}

/** What of `electron` a sandboxed preload may require, on top of the binding `standInIpc`. */
function preloadWorld(): void {
  const world = globalThis as unknown as PreloadWorld
  const listeners: { channel: string; listener: Listener }[] = []
  world.standInDeliver = (channel, message) => {
    for (const entry of [...listeners]) if (entry.channel === channel) entry.listener({}, message)
  }
  const ipcRenderer = {
    // As Electron does, structured cloning decides what can cross.
    send: (channel: string, message: unknown) =>
      void world.standInIpc('send', channel, structuredClone(message)),
    invoke: (channel: string, message: unknown) => world.standInIpc('invoke', channel, message),
    on: (channel: string, listener: Listener) => listeners.push({ channel, listener }),
    off: (channel: string, listener: Listener) => {
      const index = listeners.findIndex((entry) => entry.channel === channel && entry.listener === listener)
      if (index !== -1) listeners.splice(index, 1)
    },
  }
  const contextBridge = {
    exposeInMainWorld: (name: string, api: unknown) =>
      Object.defineProperty(globalThis, name, { value: api, enumerable: true }),
  }
  const webUtils = {
    // Of a file that a page made itself Electron knows no path; a test says of one that it was dropped from there.
    getPathForFile: (file: File & { standInPath?: string }) => file.standInPath ?? '',
  }
  world.standInRequire = (name) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require '${name}'.`)
    return { contextBridge, ipcRenderer, webUtils }
  }
}

/** Electron's WebFrameMain. */
export interface FrameStandIn {
  url: string
  parent: FrameStandIn | null
}

/** One page of the test's Chromium as Electron's WebContents. */
export class WebContentsStandIn extends EventEmitter {
  readonly mainFrame: FrameStandIn = { url: '', parent: null }
  /** Addresses that the page wanted to go to and was not let. */
  readonly preventedNavigations: string[] = []
  /** Messages sent to the page. */
  readonly sent: { channel: string; message: unknown }[] = []
  readonly #outbox: { channel: string; message: unknown }[] = []
  #delivering: Promise<void> | null = null
  readonly #ipcMain: IpcMainStandIn
  readonly #protocol: ProtocolStandIn
  readonly #opening: Promise<Page>
  #windowOpenHandler: (details: HandlerDetails) => WindowOpenHandlerResponse = () => ({ action: 'allow' })
  #isDestroyed = false

  constructor(options: {
    context: BrowserContext
    preload: string
    ipcMain: IpcMainStandIn
    protocol: ProtocolStandIn
  }) {
    super()
    this.#ipcMain = options.ipcMain
    this.#protocol = options.protocol
    this.#opening = this.#open(options.context, options.preload)
  }

  get page(): Promise<Page> {
    return this.#opening
  }

  async #open(context: BrowserContext, preload: string): Promise<Page> {
    const page = await context.newPage()
    await page.exposeBinding(
      'standInIpc',
      ({ frame }, kind: 'send' | 'invoke', channel: string, message: unknown) =>
        this.receive(kind, channel, message, this.#frameOf(frame, page)),
    )
    const source = await readFile(preload, 'utf8')
    await page.addInitScript(
      `if (window.top === window && location.origin === ${JSON.stringify(pageOrigin)}) {
        (${preloadWorld.toString()})();
        (function (require, process) {${source}})(standInRequire, { platform: ${JSON.stringify(process.platform)} })
      }`,
    )
    await page.route('**/*', (route) => this.#serve(route, page))
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame()) return
      this.mainFrame.url = toApp(frame.url())
      this.emit('did-navigate', {}, this.mainFrame.url)
    })
    return page
  }

  #frameOf(frame: Frame, page: Page): FrameStandIn {
    return frame === page.mainFrame() ? this.mainFrame : { url: toApp(frame.url()), parent: this.mainFrame }
  }

  /** A message as it comes out of a frame; a test may also call this for a frame that should not be heard. */
  receive(
    kind: 'send' | 'invoke',
    channel: string,
    message: unknown,
    senderFrame: FrameStandIn | null,
  ): unknown {
    const event = { sender: this, senderFrame }
    return kind === 'send'
      ? this.#ipcMain.emit(channel, event, message)
      : this.#ipcMain.call(channel, event, message)
  }

  /** Lets the registered protocol answer, and nothing else: the window has no network. */
  async #serve(route: Route, page: Page): Promise<void> {
    const request = route.request()
    const url = toApp(request.url())
    const isOfPage = request.isNavigationRequest() && request.frame() === page.mainFrame()
    if (isOfPage) {
      if (page.url() !== 'about:blank' && this.#isPrevented('will-navigate', url)) {
        this.preventedNavigations.push(url)
        return route.abort('aborted')
      }
      this.emit('did-start-navigation', { url, isMainFrame: true, isSameDocument: false })
    }
    const response = await this.#protocol.answer(new Request(url, { method: request.method() }))
    if (response === null) return route.abort('blockedbyclient')
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  }

  #isPrevented(name: string, url: string): boolean {
    let isPrevented = false
    this.emit(name, { url, preventDefault: () => (isPrevented = true) })
    return isPrevented
  }

  setWindowOpenHandler(handler: (details: HandlerDetails) => WindowOpenHandlerResponse): void {
    this.#windowOpenHandler = handler
  }

  /** What a page's `window.open(url)` would be answered. */
  askToOpen(url: string): WindowOpenHandlerResponse {
    return this.#windowOpenHandler({ url } as HandlerDetails)
  }

  send(channel: string, message: unknown): void {
    this.sent.push({ channel, message })
    this.#outbox.push({ channel, message })
    this.#delivering ??= this.#deliver()
  }

  /** Hands the page all messages that have gathered at once: a way of its own for each would be too slow. */
  async #deliver(): Promise<void> {
    try {
      const page = await this.#opening
      while (this.#outbox.length > 0) {
        await page.evaluate((messages) => {
          const { standInDeliver } = globalThis as unknown as PreloadWorld
          for (const { channel, message } of messages) standInDeliver(channel, message)
        }, this.#outbox.splice(0))
      }
    } catch {
      // A message to a page that is gone is lost, as in Electron.
    } finally {
      this.#delivering = null
    }
  }

  async loadURL(address: string): Promise<void> {
    const page = await this.#opening
    await page.goto(toPage(address))
    this.emit('did-finish-load')
  }

  reload(): void {
    // As in Electron, nobody hears of a reload that the window's end cuts off; of any other a test misses the page.
    this.#opening.then((page) => page.reload()).catch(() => undefined)
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  async destroy(): Promise<void> {
    this.#isDestroyed = true
    const page = await this.#opening
    await page.close()
    this.emit('destroyed')
  }
}
