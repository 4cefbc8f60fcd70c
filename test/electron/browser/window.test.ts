import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveWindow, type ServedWindow } from './served-window.ts'

let served: ServedWindow
beforeAll(async () => {
  served = await serveWindow()
})
afterAll(() => served.close())

describe('the window', () => {
  it('is served to whoever has the key, under a strict policy', async () => {
    const { status, headers, body } = await served.ask(`/?key=${served.key}`)
    expect({ status, body }).toEqual({ status: 200, body: '<!doctype html><title>window</title>' })
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    })
    const policy = headers['content-security-policy']
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /)
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${served.port};`)
    expect(policy).toContain("frame-ancestors 'none'")
  })

  it.each([
    ...[
      '/',
      '/?key=',
      '/?key=wrong',
      '/index.html',
      '//index.html',
      '/index%2ehtml',
      '/%69ndex.html',
      '/./index.html',
    ],
    ...['//', '/INDEX.html', '/./', '///.//index.html', '/%2e/index.html', '//?key=wrong'],
  ])('is not served without it, but says what to do: %s', async (path) => {
    const { status, headers, body } = await served.ask(path)
    expect(status).toBe(403)
    expect(headers['content-type']).toContain('text/html')
    expect(body).toContain('lacks its key')
    expect(body).not.toContain(served.key)
  })

  it('has files of known types, kept for good where their name changes with them', async () => {
    const { status, headers } = await served.ask('/assets/app-1a2b.js')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(headers['cache-control']).toContain('immutable')
    expect((await served.ask('/assets/app-1a2b.js', { method: 'HEAD' })).body).toBe('')
  })

  it.each([
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/assets/..%2f..%2fsecret.html',
    '/assets/%2e%2e/%2e%2e/secret.html',
    '/..\\secret.html',
    '//secret.html',
    '/%',
    '/index.html%00.js',
    '/assets',
    '/assets/',
    '/notes.md',
    '/absent.js',
    `/${'a'.repeat(300)}.js`,
    `/${'a/'.repeat(5000)}`,
    `/assets/${'a'.repeat(255)}`,
    '/index.html%0a',
    '/index.html%c0%80',
  ])('has no file %s', async (path) => {
    const { status, body } = await served.ask(path)
    expect(status).toBe(404)
    expect(body).not.toContain('secret')
  })

  it('answers to GET and HEAD alone', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await served.ask(`/?key=${served.key}`, { method })).status).toBe(405)
    }
  })

  it('is not served under a foreign name', async () => {
    for (const host of ['evil.example', `evil.example:${served.port}`, '127.0.0.1', '0.0.0.0']) {
      expect((await served.ask(`/?key=${served.key}`, { headers: { host } })).status, host).toBe(403)
    }
    const host = `localhost:${served.port}`
    expect((await served.ask(`/?key=${served.key}`, { headers: { host } })).status).toBe(200)
  })
})
