import { ChannelListeners, type Channel } from './channel.ts'
import { decodeMessage, encodeMessage } from './message-codec.ts'
import { WorkbenchError } from './types.ts'

/** Where the page served at `location` finds its workbench: the same host, with the page's key. */
export function webSocketAddress(location: { host: string; search: string }): string {
  const key = new URLSearchParams(location.search).get('key') ?? ''
  return `ws://${location.host}/rpc?key=${encodeURIComponent(key)}`
}

/** The server does not know the page's key, so trying again cannot help. */
export class KeyRefusedError extends WorkbenchError {
  constructor() {
    super(
      'disconnected',
      'The program was started anew, so the key of this page no longer holds. Open the new address that it printed in its terminal.',
    )
  }
}

/**
 * Connects the window to browser mode's server.
 *
 * @throws KeyRefusedError where the server does not know the key
 * @throws WorkbenchError `disconnected` where nobody answers
 */
export async function openWebSocketChannel(address: string): Promise<Channel> {
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  const listeners = new ChannelListeners()
  socket.addEventListener('message', (event: { data: unknown }) => {
    if (event.data instanceof ArrayBuffer) listeners.received(decodeMessage(new Uint8Array(event.data)))
  })
  const opened = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true))
    socket.addEventListener('close', ({ reason }: { reason: string }) => {
      resolve(false)
      listeners.ended(reason === '' ? null : reason)
    })
  })
  if (!opened) throw await explainRefusal(address)
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(encodeMessage(message))
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close: () => {
      socket.close()
      listeners.ended()
    },
  }
}

/** A page does not learn why a socket was refused; a request by HTTP to the same address answers it. */
async function explainRefusal(address: string): Promise<WorkbenchError> {
  try {
    const response = await fetch(address.replace(/^ws/, 'http'))
    if (response.status === 401 || response.status === 403) return new KeyRefusedError()
  } catch {
    // Nobody answers.
  }
  return new WorkbenchError('disconnected', 'The workbench does not answer. Is it still running?')
}
