import { mkdir } from 'node:fs/promises'
import { DataError } from '#core/data/data-set.ts'
import { describeFileError } from '../file-errors.ts'
import { fetchRange } from './fetch-range.ts'
import { MirrorError } from './mirror-error.ts'
import { MNIST_FILES, MNIST_MIRRORS, type RemoteFile } from './mnist-source.ts'
import { PartialFile } from './partial-file.ts'

/** How far a download is. */
export interface DownloadReport {
  /** The file at work. */
  readonly file: string
  /** Of all files together. */
  readonly receivedBytes: number
  readonly totalBytes: number
  /** Host name of the mirror at work. */
  readonly mirror: string
}

export interface DownloadMnistOptions {
  /** Where the files go; made if it is not there. */
  readonly folder: string
  /** Addresses that end in a slash, tried in order. */
  readonly mirrors?: readonly string[]
  readonly files?: readonly RemoteFile[]
  /** Longest silence of a mirror, in milliseconds, before the next one is tried. By default 20 seconds. */
  readonly silenceMs?: number
  /** Shortest time between two reports on the same file, in milliseconds. By default 100. */
  readonly reportEveryMs?: number
  readonly onProgress?: (report: DownloadReport) => void
  readonly signal?: AbortSignal
}

/**
 * Downloads MNIST's four files. A mirror that fails, stalls or gives wrong bytes is followed by the next, which goes on
 * where the last one ended. Files get their names only when all of them are whole and their MD5 is right; what was
 * received stays for the next try when the download is cancelled or fails.
 * @throws DataError when every mirror failed or the disk does not take the files; the signal's reason when aborted.
 */
export async function downloadMnist(options: DownloadMnistOptions): Promise<void> {
  const { folder, files = MNIST_FILES, mirrors = MNIST_MIRRORS, signal } = options
  signal?.throwIfAborted()
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw describeFileError(error, folder)
  }
  const totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  const unfinished: PartialFile[] = []
  let order = mirrors
  let doneBytes = 0
  for (const file of files) {
    const partial = new PartialFile(folder, file)
    if (!(await partial.isFinished())) {
      unfinished.push(partial)
      const report = paced(options, file, (receivedBytes, mirror) => ({
        file: file.name,
        receivedBytes: doneBytes + receivedBytes,
        totalBytes,
        mirror,
      }))
      order = await fetchFromMirrors(partial, order, options, report)
    }
    doneBytes += file.sizeBytes
  }
  signal?.throwIfAborted()
  for (const partial of unfinished) await partial.finish()
}

type Report = (receivedBytes: number, mirror: string) => void

/** Passes the first and the last report on, and between them one each `reportEveryMs`. */
function paced(
  { onProgress, reportEveryMs = 100 }: DownloadMnistOptions,
  { sizeBytes }: RemoteFile,
  toReport: (receivedBytes: number, mirror: string) => DownloadReport,
): Report {
  let last = -Infinity
  return (receivedBytes, mirror) => {
    const now = performance.now()
    if (onProgress === undefined || (now - last < reportEveryMs && receivedBytes < sizeBytes)) return
    last = now
    onProgress(toReport(receivedBytes, mirror))
  }
}

/** Rounds through all mirrors; another round is only made where the last one brought bytes that stayed. */
const MAX_ROUNDS = 5

/**
 * Fetches one file from the first mirror that gives it.
 * @returns the mirrors with that one first, for the next file
 */
async function fetchFromMirrors(
  partial: PartialFile,
  mirrors: readonly string[],
  options: DownloadMnistOptions,
  report: Report,
): Promise<readonly string[]> {
  const problems = new Map<string, string>()
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = await partial.size()
    for (const mirror of mirrors) {
      try {
        await fetchWhole(partial, mirror, options, report)
        return [mirror, ...mirrors.filter((other) => other !== mirror)]
      } catch (error) {
        options.signal?.throwIfAborted()
        if (!(error instanceof MirrorError)) throw error
        problems.set(new URL(mirror).host, error.message)
      }
    }
    if ((await partial.size()) <= before) break
  }
  const failures = [...problems].map(([host, problem]) => `${host} ${problem}`)
  throw new DataError(
    `${partial.remote.name} could not be downloaded: ${failures.join('; ') || 'there is no mirror to ask'}`,
  )
}

/**
 * Fetches one file from one mirror. Where the bytes are wrong, what an earlier mirror gave may be at fault: once more.
 */
async function fetchWhole(
  partial: PartialFile,
  mirror: string,
  { silenceMs = 20_000, signal }: DownloadMnistOptions,
  report: Report,
): Promise<void> {
  const url = new URL(partial.remote.name, mirror)
  const isFresh = (await partial.size()) === 0
  for (const isLastTry of isFresh ? [true] : [false, true]) {
    signal?.throwIfAborted()
    if ((await partial.size()) < partial.remote.sizeBytes) {
      await fetchRange(url, partial, {
        silenceMs,
        signal,
        onReceived: (receivedBytes) => report(receivedBytes, url.host),
      })
    }
    if (await partial.isWhole()) return
    await partial.discard()
    if (isLastTry) throw new MirrorError('gave other bytes than expected (MD5 differs)')
  }
}
