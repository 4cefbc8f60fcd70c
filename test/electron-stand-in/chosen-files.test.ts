import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WorkbenchConnection } from '#contract/rpc.ts'
import type { OpenedFile, SaveTarget } from '#contract/types.ts'
import { ExchangeThreads } from '#backend/exchange/exchange-threads.ts'
import { RunExchange } from '#backend/exchange/run-exchange.ts'
import { Store } from '#backend/store/store.ts'
import { addRun } from '../electron/backend/store/filled-store.ts'
import { bootMain, type BootedMain } from './boot.ts'
import { callBridge, connectThroughBridge } from './bridge-connection.ts'

describe('files that the main process passes on', () => {
  let main: BootedMain
  let page: Page
  let folder: string
  /** The contract as the window reaches it. */
  let workbench: WorkbenchConnection

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stand-in-'))
    main = await bootMain()
    ;({ page } = await main.openedWindow())
    workbench = await connectThroughBridge(page)
  })
  afterAll(async () => {
    await main.close()
    await rm(folder, { recursive: true })
  })

  it('lets a file be written where the person says, and offers a name without a folder', async () => {
    const { api } = workbench
    main.desktop.saveAnswer = (offered) => join(folder, offered)
    const target = (await callBridge(page, 'chooseSave', { suggestedName: '../net.json' })) as SaveTarget
    expect(target).toEqual({ fileId: target.fileId, name: 'net.json' })
    await api.files.write({ fileId: target.fileId, content: '{"sizes":[2]}' })
    expect(await readFile(join(folder, 'net.json'), 'utf8')).toBe('{"sizes":[2]}')
    expect(main.desktop.saveDialogs.at(-1)?.title).toBe('Save net.json')
    expect(main.desktop.saveDialogs.at(-1)?.filters).toEqual([{ name: 'JSON', extensions: ['json'] }])
    // What is to be written cannot be read, and a file that nobody chose neither.
    await expect(api.files.readText({ fileId: target.fileId })).rejects.toMatchObject({ code: 'not-found' })

    main.desktop.saveAnswer = () => null
    expect(await callBridge(page, 'chooseSave', { suggestedName: 'a.json' })).toBeNull()
  })

  it('says in a sentence that a file cannot be written', async () => {
    const { api } = workbench
    main.desktop.saveAnswer = () => join(folder, 'absent', 'net.json')
    const { fileId } = (await callBridge(page, 'chooseSave', { suggestedName: 'net.json' })) as SaveTarget
    await expect(api.files.write({ fileId, content: '' })).rejects.toMatchObject({
      code: 'invalid',
      message: 'net.json cannot be read or written: there is no such file or folder.',
    })
  })

  it('opens a file that the person chooses, and tells no path of it', async () => {
    const { api } = workbench
    await writeFile(join(folder, 'some.json'), '{"a":1}')
    main.desktop.openAnswer = [join(folder, 'some.json')]
    const request = { title: 'Open', extensions: ['json'], mayBeSeveral: false }
    const [opened] = (await callBridge(page, 'chooseFiles', request)) as [OpenedFile]
    expect(opened).toEqual({ fileId: opened.fileId, name: 'some.json', sizeBytes: 7 })
    expect(await api.files.readText({ fileId: opened.fileId })).toBe('{"a":1}')
    await api.files.drop({ fileId: opened.fileId })
    await expect(api.files.readText({ fileId: opened.fileId })).rejects.toMatchObject({ code: 'not-found' })
    // The file is the person's: it stays.
    expect(await readFile(join(folder, 'some.json'), 'utf8')).toBe('{"a":1}')

    main.desktop.openAnswer = []
    expect(await callBridge(page, 'chooseFiles', request)).toEqual([])
    expect(await callBridge(page, 'choosePlace', { title: 'Choose', kind: 'folder' })).toBeNull()
    main.desktop.openAnswer = [folder]
    expect(await callBridge(page, 'choosePlace', { title: 'Choose', kind: 'folder' })).toBe(folder)
  })

  it('opens several files at once where that is asked for', async () => {
    const names = ['ada.backprop-work', 'bob.backprop-work']
    for (const name of names) await writeFile(join(folder, name), '{}')
    main.desktop.openAnswer = names.map((name) => join(folder, name))
    const request = { title: 'Open', extensions: ['backprop-work'] }
    const opened = (await callBridge(page, 'chooseFiles', { ...request, mayBeSeveral: true })) as OpenedFile[]
    expect(opened.map(({ name }) => name)).toEqual(names)
    expect(main.desktop.openDialogs.at(-1)?.properties).toEqual(['openFile', 'multiSelections'])
    await callBridge(page, 'chooseFiles', { ...request, mayBeSeveral: false })
    expect(main.desktop.openDialogs.at(-1)?.properties).toEqual(['openFile'])
  })

  it('takes a file that is dropped on the list of runs by its path', async () => {
    const other = await mkdtemp(join(tmpdir(), 'stand-in-'))
    const store = new Store(join(other, 'workbench.sqlite'))
    const id = addRun(store, 3, 'dropped')
    const threads = new ExchangeThreads()
    const exchange = new RunExchange({ store, threads, registry: { announce: () => undefined } })
    await exchange.exportRuns([id], join(folder, 'dropped.backprop'))
    await threads.close()
    store.close()
    await rm(other, { recursive: true })

    await page.getByRole('link', { name: 'Runs' }).click()
    const list = page.locator('.runs-view')
    const transfer = await page.evaluateHandle(
      (path) => {
        // Not a byte of it: what is taken is the file that lies there.
        const file = Object.assign(new File([], 'dropped.backprop'), { standInPath: path })
        const dropped = new DataTransfer()
        dropped.items.add(file)
        // A file of a DataTransfer is a copy, without what was put on it.
        Object.defineProperty(dropped, 'files', { value: [file] })
        return dropped
      },
      join(folder, 'dropped.backprop'),
    )
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await list.dispatchEvent(type, { dataTransfer: transfer })
    }
    await page.getByText('1 run added', { exact: true }).first().waitFor()
    await page.getByRole('row').filter({ hasText: 'dropped' }).first().waitFor()
    const runs = await workbench.api.runs.list()
    expect(runs.find((run) => run.id === id)?.epochsDone).toBe(3)
  })

  it('opens images of one’s own that are dropped on any place, by the path of their folder', async () => {
    const place = join(folder, 'letters')
    await page.getByRole('link', { name: 'Runs' }).click()
    const transfer = await page.evaluateHandle((path) => {
      const files = ['emnist-train-images-idx3-ubyte', 'emnist-train-labels-idx1-ubyte'].map((name) =>
        Object.assign(new File([], name), { standInPath: `${path}/${name}` }),
      )
      const dropped = new DataTransfer()
      for (const file of files) dropped.items.add(file)
      Object.defineProperty(dropped, 'files', { value: files })
      return dropped
    }, place)
    for (const type of ['dragenter', 'dragover', 'drop']) {
      await page.locator('.runs-view').dispatchEvent(type, { dataTransfer: transfer })
    }
    const dialog = page.getByRole('dialog', { name: 'Use images of your own' })
    await dialog.waitFor()
    expect(await dialog.getByLabel('Folder or file', { exact: true }).inputValue()).toBe(place)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('takes no file by a path that no drop gave', async () => {
    const made = page.evaluate(() => {
      const { workbenchBridge } = globalThis as unknown as {
        workbenchBridge: { takeDropped: (file: File) => Promise<unknown> }
      }
      return workbenchBridge.takeDropped(new File(['x'], '/etc/passwd'))
    })
    await expect(made).rejects.toThrow('There is no such platform call.')
  })
})
