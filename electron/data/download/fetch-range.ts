import { MirrorError, toMirrorError } from './mirror-error.ts'
import type { PartialFile } from './partial-file.ts'

interface FetchRangeOptions {
  /** Longest silence of the server, in milliseconds, before it is given up. */
  readonly silenceMs: number
  readonly signal: AbortSignal | undefined
  /** Called with the number of bytes that are here so far. */
  readonly onReceived: (receivedBytes: number) => void
}

/**
 * Fetches the missing range of a file, from where it left off if the server can do that, else from the start. Received
 * bytes stay when the connection breaks.
 * @throws MirrorError when the server does not give it; DataError when the disk does not take it; the signal's reason.
 */
export async function fetchRange(url: URL, partial: PartialFile, options: FetchRangeOptions): Promise<void> {
  const watch = new SilenceWatch(options.silenceMs)
  const signal = options.signal === undefined ? watch.signal : AbortSignal.any([options.signal, watch.signal])
  try {
    const body = await request(url, partial, signal)
    let received = await partial.size()
    options.onReceived(received)
    for await (const chunk of readBody(body)) {
      watch.reset()
      received += chunk.length
      if (received > partial.remote.sizeBytes) {
        await partial.discard()
        throw new MirrorError(`gave more than the ${partial.remote.sizeBytes} bytes expected`)
      }
      await partial.append(chunk)
      options.onReceived(received)
    }
    if (received < partial.remote.sizeBytes) {
      throw new MirrorError(`ended after ${received} of ${partial.remote.sizeBytes} bytes`)
    }
  } catch (error) {
    if (watch.signal.aborted && signal.reason === watch.signal.reason) throw watch.signal.reason
    throw error
  } finally {
    watch.stop()
    await partial.close()
  }
}

/** Asks for the missing bytes; where the server sends the whole file instead, the bytes that are here go. */
async function request(
  url: URL,
  partial: PartialFile,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const from = await partial.size()
  // 'identity': a server must not gzip what is gzipped, since MD5 and ranges are of the file as it is
  const headers = { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) }
  let response
  try {
    response = await fetch(url, { signal, headers })
  } catch (error) {
    signal.throwIfAborted()
    throw toMirrorError(error)
  }
  const isResumed = response.status === 206 && from > 0
  if (!isResumed && response.status !== 200) {
    await response.body?.cancel()
    // 416: the range that is missing here is not one of this server's file
    if (response.status === 416) await partial.discard()
    throw new MirrorError(`answered ${response.status} ${response.statusText}`.trimEnd())
  }
  if (response.body === null) throw new MirrorError('answered with nothing')
  if (isResumed && !(response.headers.get('content-range') ?? '').startsWith(`bytes ${from}-`)) {
    await response.body.cancel()
    throw new MirrorError('answered with another range than was asked for')
  }
  if (!isResumed && from > 0) await partial.discard()
  return response.body
}

async function* readBody(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw isAbort(error) ? error : toMirrorError(error)
  }
}

const isAbort = (error: unknown): boolean =>
  error instanceof MirrorError || (error instanceof Error && error.name === 'AbortError')

/** Aborts its signal when it was not reset for some time. */
class SilenceWatch {
  readonly #controller = new AbortController()
  readonly #timer: NodeJS.Timeout

  constructor(silenceMs: number) {
    const reason = new MirrorError(`sent nothing for ${Math.ceil(silenceMs / 1000)} s`)
    this.#timer = setTimeout(() => this.#controller.abort(reason), silenceMs)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  reset(): void {
    this.#timer.refresh()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
