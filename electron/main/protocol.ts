import { protocol } from 'electron'
import { securityHeaders } from '../serving/security-headers.ts'
import { readWindowFile } from '../serving/window-files.ts'
import { isWindowAddress, windowScheme } from './window-address.ts'

/** Makes `app:` a scheme with an origin of its own, as https has. To be called before the app is ready. */
export function registerWindowScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: windowScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built window, and nothing else, at `app://workbench/`. */
export function serveWindowFiles(folder: string): void {
  // The window speaks with its workbench over the preload alone.
  const headers = securityHeaders([`'self'`])
  protocol.handle(windowScheme, async (request) => {
    const file =
      request.method === 'GET' && isWindowAddress(request.url)
        ? await readWindowFile(folder, new URL(request.url).pathname)
        : null
    if (file === null) return new Response('There is no such file.', { status: 404, headers })
    return new Response(file.body, { headers: { ...headers, 'Content-Type': file.type } })
  })
}
