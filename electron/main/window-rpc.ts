import {
  type Event,
  ipcMain,
  type WebContents,
  type WebContentsDidStartNavigationEventParams,
} from 'electron'
import { ChannelListeners } from '#contract/channel.ts'
import { ipcChannels } from '#contract/ipc-channels.ts'
import { serveWorkbench, type ServedWorkbench, type ServeOptions } from '#contract/rpc-server.ts'
import { isFromWindow } from './sender.ts'

/** Serves the workbench that is open then to every page that the window loads; messages from elsewhere are dropped. */
export function serveWindowRpc(getWorkbench: () => ServedWorkbench, options: ServeOptions): void {
  const pages = new WeakMap<WebContents, ChannelListeners>()

  ipcMain.on(ipcChannels.rpc, (event, message: unknown) => {
    if (!isFromWindow(event)) return
    let listeners = pages.get(event.sender)
    if (listeners === undefined || listeners.closed) {
      listeners = openPage(event.sender)
      pages.set(event.sender, listeners)
    }
    listeners.received(message)
  })

  function openPage(contents: WebContents): ChannelListeners {
    const listeners = new ChannelListeners()
    const channel = {
      send: (message: unknown) => {
        if (!listeners.closed && !contents.isDestroyed()) contents.send(ipcChannels.rpc, message)
      },
      onMessage: (listener: (message: unknown) => void) => listeners.onMessage(listener),
      onClose: (listener: (reason: string | null) => void) => listeners.onClose(listener),
      close: () => listeners.ended(),
    }
    // A page that is reloaded, or gone, no longer waits for answers of the former one.
    const endAtNavigation = (details: Event<WebContentsDidStartNavigationEventParams>): void => {
      if (details.isMainFrame && !details.isSameDocument) listeners.ended()
    }
    const end = (): void => listeners.ended()
    contents.on('did-start-navigation', endAtNavigation)
    contents.on('destroyed', end)
    contents.on('render-process-gone', end)
    listeners.onClose(() => {
      contents.off('did-start-navigation', endAtNavigation)
      contents.off('destroyed', end)
      contents.off('render-process-gone', end)
    })
    serveWorkbench(getWorkbench(), channel, options)
    return listeners
  }
}
