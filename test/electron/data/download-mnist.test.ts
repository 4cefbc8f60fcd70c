import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { DataError } from '#core/data/data-set.ts'
import {
  downloadMnist,
  type DownloadMnistOptions,
  type DownloadReport,
} from '#data/download/download-mnist.ts'
import type { RemoteFile } from '#data/download/mnist-source.ts'
import {
  type Answer,
  cutAtOnce,
  endless,
  type Mirror,
  page,
  silent,
  stalled,
  holdAfter,
  startMirror,
  status,
  whole,
  withoutRanges,
  wrongBytes,
} from './mirror.ts'
import { temporaryFolder } from './small-data-set.ts'

/** Two files of bytes that do not repeat, large enough to come in several pieces. */
const CONTENTS = new Map(
  [
    ['images.gz', 300_000],
    ['labels.gz', 5_000],
  ].map(([name, size]) => [
    name as string,
    Buffer.from(
      Uint8Array.from({ length: size as number }, (_, k) => (Math.imul(k, 2654435761) >>> 13) & 0xff),
    ),
  ]),
)

const FILES: RemoteFile[] = [...CONTENTS].map(([name, content]) => ({
  name,
  sizeBytes: content.length,
  md5: createHash('md5').update(content).digest('hex'),
}))

const start = (answer?: Answer): Promise<Mirror> => startMirror(CONTENTS, answer)

function download(
  folder: string,
  mirrors: Mirror[],
  more: Partial<DownloadMnistOptions> = {},
): Promise<void> {
  return downloadMnist({
    folder,
    mirrors: mirrors.map((mirror) => mirror.url),
    files: FILES,
    reportEveryMs: 0,
    ...more,
  })
}

async function expectAllThere(folder: string): Promise<void> {
  expect((await readdir(folder)).sort()).toEqual(['images.gz', 'labels.gz'])
  for (const [name, content] of CONTENTS) {
    expect(content.equals(await readFile(path.join(folder, name)))).toBe(true)
  }
}

async function failure(work: Promise<void>): Promise<DataError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(DataError)
  return error as DataError
}

test('files come from the first mirror, into a folder that is made, with progress', async () => {
  const folder = path.join(await temporaryFolder(), 'new', 'mnist')
  const mirror = await start()
  const reports: DownloadReport[] = []
  await download(folder, [mirror], { onProgress: (report) => reports.push(report) })
  await expectAllThere(folder)
  expect(mirror.requests).toEqual(['images.gz', 'labels.gz'])
  const received = reports.map((report) => report.receivedBytes)
  expect(received).toEqual([...received].sort((a, b) => a - b))
  expect(reports.at(0)).toEqual({
    file: 'images.gz',
    receivedBytes: 0,
    totalBytes: 305_000,
    mirror: mirror.host,
  })
  expect(reports.at(-1)).toMatchObject({ file: 'labels.gz', receivedBytes: 305_000 })
})

test('progress is reported at its own pace, but the first and the last of each file always', async () => {
  const reports: string[] = []
  await download(await temporaryFolder(), [await start()], {
    reportEveryMs: Infinity,
    onProgress: ({ file, receivedBytes }) => reports.push(`${file} ${receivedBytes}`),
  })
  expect(reports).toEqual(['images.gz 0', 'images.gz 300000', 'labels.gz 300000', 'labels.gz 305000'])
})

test('files that are there already are not fetched again', async () => {
  const folder = await temporaryFolder()
  await download(folder, [await start()])
  const mirror = await start()
  await download(folder, [mirror])
  expect(mirror.requests).toEqual([])
})

describe('the next mirror follows, and stays, after one that', () => {
  const bad: [string, Answer, string][] = [
    ['has no such file', status(404), 'answered 404 Not Found'],
    ['is out of order', status(503), 'answered 503 Service Unavailable'],
    ['gives wrong bytes', wrongBytes, 'gave other bytes than expected (MD5 differs)'],
    ['gives a page instead', page, 'ended after 37 of 300000 bytes'],
    ['gives too much', endless, 'gave more than the 300000 bytes expected'],
    ['never answers', silent, 'sent nothing for 1 s'],
    ['stalls in the middle', stalled, 'sent nothing for 1 s'],
    ['cuts the connection', cutAtOnce, 'cut the connection'],
  ]

  /** A busy machine may be silent for a while, too; only where silence is the fault is it waited for. */
  const silenceMs = (answer: Answer): number => (answer === silent || answer === stalled ? 200 : 30_000)

  test.each(bad)('%s', async (_, answer, problem) => {
    const folder = await temporaryFolder()
    const [first, second] = [await start(answer), await start()]
    await download(folder, [first, second], { silenceMs: silenceMs(answer) })
    await expectAllThere(folder)
    expect(first.requests).toHaveLength(1)
    expect(second.requests.at(-1)).toBe('labels.gz')

    const other = await temporaryFolder()
    const error = await failure(download(other, [first], { silenceMs: silenceMs(answer) }))
    expect(error.message).toContain(`images.gz could not be downloaded: ${first.host} `)
    expect(error.message).toContain(problem)
    expect((await readdir(other)).filter((name) => !name.endsWith('.part'))).toEqual([])
  })

  test('is not there at all', async () => {
    const folder = await temporaryFolder()
    const nobody = {
      url: 'http://127.0.0.1:1/mnist/',
      host: '127.0.0.1:1',
      requests: [],
      cut: () => undefined,
    }
    await download(folder, [nobody, await start()])
    await expectAllThere(folder)
    const error = await failure(download(await temporaryFolder(), [nobody]))
    expect(error.message).toMatch(/^images\.gz could not be downloaded: 127\.0\.0\.1:1 \S+/)
  })
})

/** Cuts the mirror each time the download stands at a multiple of `bytes` for the first time. */
function cutEvery(mirror: Mirror, bytes: number): Partial<DownloadMnistOptions> {
  const seen = new Set([0])
  return {
    onProgress: ({ file, receivedBytes }) => {
      if (file !== 'images.gz' || receivedBytes % bytes !== 0 || seen.has(receivedBytes)) return
      seen.add(receivedBytes)
      mirror.cut()
    },
  }
}

describe('a download goes on where it ended', () => {
  test('at the next mirror', async () => {
    const folder = await temporaryFolder()
    const [first, second] = [await start(holdAfter(120_000)), await start()]
    await download(folder, [first, second], cutEvery(first, 120_000))
    await expectAllThere(folder)
    expect(second.requests).toEqual(['images.gz from 120000', 'labels.gz'])
  })

  test('from the start, where the next mirror knows no ranges', async () => {
    const folder = await temporaryFolder()
    const [first, second] = [await start(holdAfter(120_000)), await start(withoutRanges)]
    await download(folder, [first, second], cutEvery(first, 120_000))
    await expectAllThere(folder)
    expect(second.requests).toEqual(['images.gz from 120000', 'labels.gz'])
  })

  test('over and over, where every mirror cuts it but gives some', async () => {
    const folder = await temporaryFolder()
    const mirror = await start(holdAfter(100_000))
    await download(folder, [mirror], cutEvery(mirror, 100_000))
    await expectAllThere(folder)
    expect(mirror.requests).toEqual([
      'images.gz',
      'images.gz from 100000',
      'images.gz from 200000',
      'labels.gz',
    ])
  })

  test('after it was cancelled', async () => {
    const folder = await temporaryFolder()
    const first = await start(holdAfter(150_000))
    const controller = new AbortController()
    const running = download(folder, [first], {
      signal: controller.signal,
      onProgress: ({ receivedBytes }) => {
        if (receivedBytes === 150_000) controller.abort(new Error('cancelled by a person'))
      },
    })
    await expect(running).rejects.toThrow('cancelled by a person')
    expect(await readdir(folder)).toEqual(['images.gz.part'])
    const second = await start()
    await download(folder, [second])
    await expectAllThere(folder)
    expect(second.requests).toEqual(['images.gz from 150000', 'labels.gz'])
  })

  test('from the start, where what is there is wrong', async () => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'images.gz.part'), Buffer.alloc(70_000, 1))
    const mirror = await start()
    await download(folder, [mirror])
    await expectAllThere(folder)
    expect(mirror.requests).toEqual(['images.gz from 70000', 'images.gz', 'labels.gz'])
  })

  test('without asking, where all of it is there but has no name yet', async () => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'images.gz.part'), CONTENTS.get('images.gz')!)
    const mirror = await start()
    await download(folder, [mirror])
    await expectAllThere(folder)
    expect(mirror.requests).toEqual(['labels.gz'])
  })

  test('and a file in its place with other bytes is replaced', async () => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'labels.gz'), 'something else')
    await download(folder, [await start()])
    await expectAllThere(folder)
  })
})

test('no file gets its name before all are whole', async () => {
  const folder = await temporaryFolder()
  const mirror = await startMirror(new Map([['images.gz', CONTENTS.get('images.gz')!]]), whole)
  const error = await failure(download(folder, [mirror]))
  expect(error.message).toBe(`labels.gz could not be downloaded: ${mirror.host} answered 404 Not Found`)
  expect(await readdir(folder)).toEqual(['images.gz.part'])
})

describe('a disk that does not take the files is reported at once, whatever the mirrors', () => {
  test('a file in the place of the folder', async () => {
    const file = path.join(await temporaryFolder(), 'mnist')
    await writeFile(file, '')
    const error = await failure(download(file, [await start()]))
    expect(error.message).toBe(`${file}: expected a folder, got a file`)
  })

  test('a folder in the place of a file', async () => {
    const folder = await temporaryFolder()
    await mkdir(path.join(folder, 'images.gz.part'))
    const [first, second] = [await start(), await start()]
    const error = await failure(download(folder, [first, second]))
    expect(error.message).toContain('images.gz.part: expected a file, got a folder')
    expect(second.requests).toEqual([])
  })

  // root may write anywhere, so permissions prove nothing there
  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('no permission', async () => {
    const folder = await temporaryFolder()
    const locked = path.join(folder, 'locked')
    await mkdir(locked, { mode: 0o500 })
    const error = await failure(download(path.join(locked, 'mnist'), [await start()]))
    expect(error.message).toContain('this account has no permission for it')
  })

  // a device that is always full; Linux alone has it
  test.skipIf(process.platform !== 'linux')('a full disk', async () => {
    const folder = await temporaryFolder()
    await symlink('/dev/full', path.join(folder, 'images.gz.part'))
    const error = await failure(download(folder, [await start()]))
    expect(error.message).toBe(`${path.join(folder, 'images.gz.part')}: the disk is full`)
  })
})
