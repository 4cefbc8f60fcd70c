import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchEpochs } from '#contract/fetch-epochs.ts'
import type { WorkbenchConnection } from '#contract/rpc.ts'
import { ipcChannels } from '#contract/ipc-channels.ts'
import { writeRecipeLink } from '#shared/recipe-link.ts'
import type { OpenedFile, SaveTarget } from '#contract/types.ts'
import { ExchangeThreads } from '#backend/exchange/exchange-threads.ts'
import { RunExchange } from '#backend/exchange/run-exchange.ts'
import { Store } from '#backend/store/store.ts'
import { addRun } from '../electron/backend/store/filled-store.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { writeFolder } from '../electron/data/small-data-set.ts'
import { bootMain, type BootedMain } from './boot.ts'
import { connectThroughBridge } from './bridge-connection.ts'
import type { BrowserWindowStandIn } from './browser-window.ts'
import type { FrameStandIn } from './web-contents.ts'

describe('the built main process', () => {
  let main: BootedMain
  let window: BrowserWindowStandIn
  let page: Page
  let folder: string
  /** The contract as the window reaches it. */
  let workbench: WorkbenchConnection

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stand-in-'))
    main = await bootMain()
    ;({ window, page } = await main.openedWindow())
    workbench = await connectThroughBridge(page)
  }, 60_000)
  afterAll(async () => {
    await main.close()
    await rm(folder, { recursive: true })
  })

  const bridgeCall = (call: string, request: unknown) =>
    page.evaluate(
      ([call, request]) =>
        (globalThis as unknown as { workbenchBridge: Record<string, (request: unknown) => unknown> })
          .workbenchBridge[call as string]!(request),
      [call, request],
    )

  it('asks for an isolated, sandboxed window without Node', () => {
    const { preload, ...preferences } = window.options.webPreferences ?? {}
    expect(preload).toMatch(/preload\.cjs$/)
    // The whole of them: no other switch is set.
    expect(preferences).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      devTools: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
    })
    expect(window.isShown).toBe(true)
  })

  it('shows the window at app://workbench under a policy that allows nothing by default', async () => {
    expect(window.webContents.mainFrame.url).toMatch(/^app:\/\/workbench\//)
    const scheme = main.protocol.schemes[0]!
    expect(scheme).toMatchObject({ scheme: 'app', privileges: { standard: true, secure: true } })
    expect(scheme.privileges?.bypassCSP ?? false).toBe(false)
    const response = await main.protocol.answer(new Request('app://workbench/'))
    expect(response?.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self';/,
    )
    expect(response?.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    'app://workbench/../package.json',
    'app://workbench/%2e%2e/%2e%2e/package.json',
    'app://workbench/..%2f..%2fpackage.json',
    'app://workbench/assets',
    'app://elsewhere/index.html',
  ])('serves nothing but the built window: %s', async (address) => {
    const response = await main.protocol.answer(new Request(address))
    expect(response?.status).toBe(404)
  })

  it('trains an epoch through the object that the preload hands out', async () => {
    await writeFolder(folder)
    const recipe: Recipe = {
      ...LECTURE_RECIPE,
      data: { ...LECTURE_RECIPE.data, dataSet: folder, trainSize: 10, validationSize: 2, testSize: 5 },
      inputSize: 12,
      epochs: 1,
    }
    const finished = new Promise<EpochMetrics>((resolve) => {
      workbench.subscribe({ epochFinished: ({ metrics }) => resolve(metrics) })
    })
    const { api } = workbench
    expect((await api.app.getInfo()).storePath).toBe(join(main.home, 'workbench.sqlite'))
    await api.data.addFolder({ folder })
    const run = await api.runs.start({ recipe })
    expect(await finished).toMatchObject({ epoch: 0, testTotal: 5 })
    expect((await fetchEpochs(api, [run.id])).get(run.id)).toHaveLength(1)

    const prediction = await api.analysis.predict({ runId: run.id, image: new Uint8Array(12).fill(255) })
    expect(prediction.outputs).toHaveLength(10)
  })

  it('drops messages of other senders', async () => {
    const answers = () =>
      window.webContents.sent.filter(
        ({ message }) => (message as { i?: string }).i === 'from a foreign frame',
      )
    const request = { t: 'q', i: 'from a foreign frame', m: 'runs.list', a: [] }
    const { mainFrame } = window.webContents
    const foreignFrames: (FrameStandIn | null)[] = [
      null,
      { url: 'https://evil.example/', parent: null },
      { url: 'app://workbench.evil/', parent: null },
      { url: 'https://app.workbench/', parent: null },
      { url: '', parent: null },
      // A frame within the page, even one of the page's own address.
      { url: mainFrame.url, parent: mainFrame },
    ]
    for (const frame of foreignFrames) window.webContents.receive('send', ipcChannels.rpc, request, frame)
    for (const frame of foreignFrames) {
      await expect(
        window.webContents.receive(
          'invoke',
          ipcChannels.platform,
          { call: 'chooseFolder', request: { title: '' } },
          frame,
        ),
      ).rejects.toThrow('Not a call of the window.')
    }
    expect(answers()).toEqual([])
    // The same message of the right frame is answered, so it was the sender that mattered; by then an answer to
    // the earlier ones would be there, too.
    window.webContents.receive('send', ipcChannels.rpc, request, window.webContents.mainFrame)
    await expect.poll(answers).toHaveLength(1)
  })

  it.each([
    { call: 'readFile', request: { path: '/etc/passwd' } },
    { call: 'chooseFile', request: { title: 'x', extensions: ['../..'] } },
    { call: 'chooseSave', request: { suggestedName: '' } },
    { call: 'takeDropped', request: { path: '' } },
    { call: 'showInFolder', request: { path: '/etc/passwd' } },
    null,
  ])('refuses the malformed platform call %j', async (call) => {
    const { webContents } = window
    await expect(
      webContents.receive('invoke', ipcChannels.platform, call, webContents.mainFrame),
    ).rejects.toThrow('There is no such platform call.')
  })

  it('lets a file be written where the person says, and offers a name without a folder', async () => {
    const { api } = workbench
    main.desktop.saveAnswer = (offered) => join(folder, offered)
    const target = (await bridgeCall('chooseSave', { suggestedName: '../net.json' })) as SaveTarget
    expect(target).toEqual({ fileId: target.fileId, name: 'net.json' })
    await api.files.write({ fileId: target.fileId, content: '{"sizes":[2]}' })
    expect(await readFile(join(folder, 'net.json'), 'utf8')).toBe('{"sizes":[2]}')
    expect(main.desktop.saveDialogs.at(-1)?.title).toBe('Save net.json')
    expect(main.desktop.saveDialogs.at(-1)?.filters).toEqual([{ name: 'JSON', extensions: ['json'] }])
    // What is to be written cannot be read, and a file that nobody chose neither.
    await expect(api.files.readText({ fileId: target.fileId })).rejects.toMatchObject({ code: 'not-found' })

    main.desktop.saveAnswer = () => null
    expect(await bridgeCall('chooseSave', { suggestedName: 'a.json' })).toBeNull()
  })

  it('says in a sentence that a file cannot be written', async () => {
    const { api } = workbench
    main.desktop.saveAnswer = () => join(folder, 'absent', 'net.json')
    const { fileId } = (await bridgeCall('chooseSave', { suggestedName: 'net.json' })) as SaveTarget
    await expect(api.files.write({ fileId, content: '' })).rejects.toMatchObject({
      code: 'invalid',
      message: 'net.json cannot be read or written: there is no such file or folder.',
    })
  })

  it('opens a file that the person chooses, and tells no path of it', async () => {
    const { api } = workbench
    await writeFile(join(folder, 'some.json'), '{"a":1}')
    main.desktop.openAnswer = join(folder, 'some.json')
    const opened = (await bridgeCall('chooseFile', { title: 'Open', extensions: ['json'] })) as OpenedFile
    expect(opened).toEqual({ fileId: opened.fileId, name: 'some.json', sizeBytes: 7 })
    expect(await api.files.readText({ fileId: opened.fileId })).toBe('{"a":1}')
    await api.files.drop({ fileId: opened.fileId })
    await expect(api.files.readText({ fileId: opened.fileId })).rejects.toMatchObject({ code: 'not-found' })
    // The file is the person's: it stays.
    expect(await readFile(join(folder, 'some.json'), 'utf8')).toBe('{"a":1}')

    main.desktop.openAnswer = null
    expect(await bridgeCall('chooseFile', { title: 'Open', extensions: ['json'] })).toBeNull()
    expect(await bridgeCall('chooseFolder', { title: 'Choose' })).toBeNull()
    main.desktop.openAnswer = folder
    expect(await bridgeCall('chooseFolder', { title: 'Choose' })).toBe(folder)
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

  it('takes no file by a path that no drop gave', async () => {
    const made = page.evaluate(() => {
      const { workbenchBridge } = globalThis as unknown as {
        workbenchBridge: { takeDropped: (file: File) => Promise<unknown> }
      }
      return workbenchBridge.takeDropped(new File(['x'], '/etc/passwd'))
    })
    await expect(made).rejects.toThrow('There is no such platform call.')
  })

  it('opens links of allowed hosts in the browser, and no others', async () => {
    await bridgeCall('openExternal', 'https://neuralnetworksanddeeplearning.com/chap1.html')
    expect(main.desktop.openedLinks).toEqual(['https://neuralnetworksanddeeplearning.com/chap1.html'])
    for (const address of [
      'http://github.com/',
      'https://github.com.evil.example/',
      'file:///etc/passwd',
      'https://a@github.com/',
      'x',
    ]) {
      await expect(bridgeCall('openExternal', address)).rejects.toThrow('not among those')
    }
    expect(window.webContents.askToOpen('https://evil.example/')).toEqual({ action: 'deny' })
    expect(window.webContents.askToOpen('https://arxiv.org/')).toEqual({ action: 'deny' })
    expect(main.desktop.openedLinks).toHaveLength(2)
  })

  it('does not navigate away', async () => {
    const address = page.url()
    await page.evaluate(() => (location.href = 'https://evil.example/'))
    await expect.poll(() => window.webContents.preventedNavigations).toEqual(['https://evil.example/'])
    expect(page.url()).toBe(address)
  })

  it('grants no permission but to copy text', () => {
    const { request, check } = main.permissions
    const granted: boolean[] = []
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-sanitized-write']) {
      request?.(null, permission, (isGranted) => granted.push(isGranted))
    }
    expect(granted).toEqual([false, false, false, true])
    expect(check?.(null, 'media')).toBe(false)
  })

  it('has a menu whose accelerators are unique and whose entries reach the window', async () => {
    const { menu } = main.desktop
    const accelerators = menu.entries.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(accelerators).size).toBe(accelerators.length)
    const received = page.evaluate(
      () =>
        new Promise((resolve) => {
          const { workbenchBridge } = globalThis as unknown as {
            workbenchBridge: { onCommand: (listener: (command: string) => void) => () => void }
          }
          const off = workbenchBridge.onCommand((command) => {
            off()
            resolve(command)
          })
        }),
    )
    await page.evaluate(() => undefined)
    menu.click('show-runs')
    expect(await received).toBe('show-runs')
    for (const place of ['train', 'digits', 'inspect', 'data', 'runs']) {
      menu.click(`show-${place}`)
      await expect.poll(() => page.url()).toMatch(new RegExp(`#/${place}$`))
    }
    menu.click('show-store')
    expect(main.desktop.shownFiles).toEqual([join(main.home, 'workbench.sqlite')])
  })

  it('offers cut, copy and paste where text is edited, and copy where text is selected', () => {
    const editFlags = { canCut: true, canCopy: true, canPaste: false, canSelectAll: true }
    const rightClick = (params: object) =>
      window.webContents.emit('context-menu', {}, { editFlags, ...params })
    rightClick({ isEditable: true, selectionText: '' })
    rightClick({ isEditable: false, selectionText: '97.5 %' })
    rightClick({ isEditable: false, selectionText: '' })
    const roles = main.desktop.popups.map((menu) => menu.items.flatMap(({ role }) => role ?? []))
    expect(roles).toEqual([['cut', 'copy', 'paste', 'selectAll'], ['copy']])
    expect(main.desktop.popups[0]!.items.find(({ role }) => role === 'paste')?.enabled).toBe(false)
  })

  it('shows its window when it is started a second time', () => {
    window.minimize()
    main.app.emit('second-instance', {}, ['workbench'], '/', undefined)
    expect(window.isMinimized()).toBe(false)
    expect(window.isFocused).toBe(true)
    expect(main.windows).toHaveLength(1)
  })

  it('opens the recipe of a link that it is started with a second time, in the form', async () => {
    const link = await writeRecipeLink({ ...LECTURE_RECIPE, batchSize: 17 })
    main.app.emit('second-instance', {}, ['workbench', link], '/', undefined)
    await expect.poll(() => page.getByRole('textbox', { name: 'Mini-batch size' }).inputValue()).toBe('17')
    expect(main.windows).toHaveLength(1)
  })

  it.each(['will-redirect', 'will-attach-webview'])('lets nothing happen at %s', (name) => {
    let isPrevented = false
    window.webContents.emit(name, { url: 'app://workbench/', preventDefault: () => (isPrevented = true) })
    expect(isPrevented).toBe(true)
  })

  it('comes back from a page that it was not asked about', async () => {
    const isBack = once(window.webContents, 'did-finish-load')
    await page.evaluate(() => (location.href = 'about:blank'))
    await isBack
    await page.getByRole('link', { name: 'Train', exact: true }).waitFor()
    expect(window.webContents.mainFrame.url).toMatch(/^app:\/\/workbench\//)
  })
})
