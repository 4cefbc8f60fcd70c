import { openBridgeChannel } from '#contract/bridge-channel.ts'
import { bridgeName, type WorkbenchBridge } from '#contract/bridge.ts'
import { openWebSocketChannel, webSocketAddress } from '#contract/web-socket-channel.ts'
import { browserChoosers } from './browser-files.ts'
import type { WorkbenchClient } from './client.ts'
import { createReconnectingClient } from './reconnecting.ts'
import { bridgeChoosers, makeWindowFiles } from './window-files.ts'

const reload = (): void => globalThis.location.reload()

/** Connects the window to its backend: through Electron's bridge where there is one, else to browser mode's server. */
export function connectWindow(): WorkbenchClient {
  const bridge = (globalThis as { [bridgeName]?: WorkbenchBridge })[bridgeName]
  if (bridge === undefined) {
    const windowId = crypto.randomUUID()
    const address = `${webSocketAddress(globalThis.location)}&window=${windowId}`
    const client = createReconnectingClient(() => openWebSocketChannel(address))
    return {
      kind: 'browser',
      ...client,
      reload,
      onCommand: () => () => undefined,
      openExternal: (url) => {
        window.open(url, '_blank', 'noopener,noreferrer')
        return Promise.resolve()
      },
      files: makeWindowFiles(browserChoosers(windowId), (fileId) => client.api.files.drop({ fileId })),
    }
  }
  const client = createReconnectingClient(() => Promise.resolve(openBridgeChannel(bridge)))
  return {
    kind: 'electron',
    ...client,
    reload,
    onCommand: (listener) => bridge.onCommand(listener),
    openExternal: (url) => bridge.openExternal(url),
    files: makeWindowFiles(bridgeChoosers(bridge), (fileId) => client.api.files.drop({ fileId })),
  }
}
