import { readdir } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { WebSocket } from 'ws'
import type { OpenedFile, SaveTarget } from '#contract/types.ts'
import { serveWindow, type ServedWindow, WINDOW } from './served-window.ts'

let served: ServedWindow
beforeAll(async () => {
  served = await serveWindow()
})
afterAll(() => served.close())

describe('files', () => {
  it('come up and go down whole, and are gone after that', async () => {
    const { api } = await served.connect()
    const before = await served.listPassed()
    const bytes = new Uint8Array(3_000_000).map((_, k) => k * k)
    const opened = (await served
      .upload('some größe.bin', bytes)
      .then((answer) => answer.json())) as OpenedFile
    expect(opened).toMatchObject({ name: 'some größe.bin', sizeBytes: bytes.length })
    await expect(api.files.importFile({ fileId: opened.fileId })).rejects.toMatchObject({ code: 'invalid' })
    await api.files.drop({ fileId: opened.fileId })
    expect(await served.listPassed()).toEqual(before)

    const target = (await served
      .askForFile('/targets', 'größe.txt')
      .then((answer) => answer.json())) as SaveTarget
    expect((await served.askForFile(`/files/${target.fileId}`, null, { method: 'GET' })).status).toBe(404)
    const again = (await served
      .askForFile('/targets', 'größe.txt')
      .then((answer) => answer.json())) as SaveTarget
    await api.files.write({ fileId: again.fileId, content: 'written' })
    const answer = await served.askForFile(`/files/${again.fileId}`, null, { method: 'GET' })
    expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''gr%C3%B6%C3%9Fe.txt")
    expect(await answer.text()).toBe('written')
    await expect.poll(() => served.listPassed()).toEqual(before)
    expect((await served.askForFile(`/files/${again.fileId}`, null, { method: 'GET' })).status).toBe(404)
  })

  it('are gone when the window that brought them leaves', async () => {
    const before = await served.listPassed()
    const leaving = (await served.openSocket({
      path: `/rpc?key=${served.key}&window=${WINDOW}`,
    })) as WebSocket
    const opened = (await served.upload('a.json', '{}').then((answer) => answer.json())) as OpenedFile
    const other = (await served
      .upload('b.json', '{}', { window: WINDOW.replace('0', '1') })
      .then((answer) => answer.json())) as OpenedFile
    expect(await served.listPassed()).toHaveLength(before.length + 2)
    leaving.close()
    await expect.poll(() => served.listPassed()).toHaveLength(before.length + 1)
    const { api } = await served.connect()
    await expect(api.files.readText({ fileId: opened.fileId })).rejects.toMatchObject({ code: 'not-found' })
    expect(await api.files.readText({ fileId: other.fileId })).toBe('{}')
    await api.files.drop({ fileId: other.fileId })
  })

  it.each<[string, () => Promise<Response>, number]>([
    ['a wrong key', () => served.upload('a', 'x', { key: 'wrong' }), 403],
    ['a page of another site', () => served.upload('a', 'x', { origin: 'https://evil.example' }), 403],
    ['a page without an origin', () => served.upload('a', 'x', { origin: 'null' }), 403],
    ['no window', () => served.upload('a', 'x', { window: '../x' }), 400],
    ['no name', () => served.upload('', 'x'), 400],
    ['another method', () => served.askForFile('/files', 'a', { method: 'DELETE' }), 405],
    [
      'a download without the key',
      () => served.askForFile(`/files/${WINDOW}`, null, { method: 'GET', key: '' }),
      403,
    ],
    ['a download of nothing', () => served.askForFile(`/files/${WINDOW}`, null, { method: 'GET' }), 404],
  ])('are refused to %s', async (_name, ask, status) => {
    const before = await served.listPassed()
    expect((await ask()).status).toBe(status)
    expect(await served.listPassed()).toEqual(before)
  })

  it('that have no room are refused before they are sent', async () => {
    const status = await new Promise((resolve, reject) => {
      const asked = httpRequest(`${served.origin}/files?key=${served.key}&window=${WINDOW}&name=huge`, {
        method: 'POST',
        headers: { origin: served.origin, 'content-length': String(2 ** 52) },
      })
      asked.on('response', (response) => resolve(response.statusCode)).on('error', reject)
      asked.flushHeaders()
      onTestFinished(() => void asked.destroy())
    })
    expect(status).toBe(507)
  })

  it('are gone with the server', async () => {
    const other = await served.start()
    const address = new URL(other.address)
    await fetch(`${address.origin}/files${address.search}&window=${WINDOW}&name=a`, {
      method: 'POST',
      headers: { origin: address.origin },
      body: 'x',
    })
    const folders = await readdir(served.home)
    await other.close()
    expect(await readdir(served.home)).toHaveLength(folders.length - 1)
  })
})
