import { once } from 'node:events'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootMain, type BootedMain } from './boot.ts'
import { callBridge } from './bridge-connection.ts'
import type { BrowserWindowStandIn } from './browser-window.ts'

describe('where the window may go, and what it may do', () => {
  let main: BootedMain
  let window: BrowserWindowStandIn
  let page: Page

  beforeAll(async () => {
    main = await bootMain()
    ;({ window, page } = await main.openedWindow())
    // The address of a window that is still starting changes.
    await page.getByRole('heading', { name: 'Train', level: 1 }).waitFor()
  })
  afterAll(() => main.close())

  it('opens links of allowed hosts in the browser, and no others', async () => {
    await callBridge(page, 'openExternal', 'https://neuralnetworksanddeeplearning.com/chap1.html')
    expect(main.desktop.openedLinks).toEqual(['https://neuralnetworksanddeeplearning.com/chap1.html'])
    for (const address of [
      'http://github.com/',
      'https://github.com.evil.example/',
      'file:///etc/passwd',
      'https://a@github.com/',
      'https://github.com:8443/',
      'x',
    ]) {
      await expect(callBridge(page, 'openExternal', address)).rejects.toThrow('not among those')
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
