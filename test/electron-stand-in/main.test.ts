import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fetchEpochs } from '#contract/fetch-epochs.ts'
import type { WorkbenchConnection } from '#contract/rpc.ts'
import { ipcChannels } from '#contract/ipc-channels.ts'
import { writeRecipeLink } from '#shared/recipe-link.ts'
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
  })
  afterAll(async () => {
    await main.close()
    await rm(folder, { recursive: true })
  })

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
    await api.data.addImages({ path: folder })
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
          { call: 'choosePlace', request: { title: '', kind: 'folder' } },
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
    { call: 'chooseFiles', request: { title: 'x', extensions: ['../..'], mayBeSeveral: false } },
    { call: 'chooseSave', request: { suggestedName: '' } },
    { call: 'takeDropped', request: { path: '' } },
    { call: 'showInFolder', request: { path: '/etc/passwd' } },
    { call: 'choosePlace', request: { title: 'x', kind: 'folder', path: '/etc' } },
    { call: 'choosePlace', request: { title: 'x', kind: 'device' } },
    { call: 'openExternal', request: { url: 'x'.repeat(2001) } },
    null,
  ])('refuses the malformed platform call %j', async (call) => {
    const { webContents } = window
    await expect(
      webContents.receive('invoke', ipcChannels.platform, call, webContents.mainFrame),
    ).rejects.toThrow('There is no such platform call.')
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
})
