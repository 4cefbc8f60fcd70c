import { app, session, type WebContents } from 'electron'
import { isAllowedLink, openExternalLink } from './external-links.ts'
import { isWindowAddress, windowAddress } from './window-address.ts'

/** The window stays where it is: it opens no other page, no other window and no web view. */
export function confineWebContents(logError: (message: string, error: unknown) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    refuseNavigation(contents, logError)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (isAllowedLink(url)) {
        openExternalLink(url).catch((error: unknown) => logError('The page could not be opened.', error))
      }
      return { action: 'deny' }
    })
  })
}

function refuseNavigation(contents: WebContents, logError: (message: string, error: unknown) => void): void {
  contents.on('will-navigate', (event) => {
    // A reload of the window's own page is a navigation as well.
    if (!isWindowAddress(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  // Electron does not ask before it shows `about:blank`.
  contents.on('did-navigate', (_event, url) => {
    if (isWindowAddress(url)) return
    contents.loadURL(windowAddress).catch((error: unknown) => {
      // Closing the window while it loads is no defect.
      if (!contents.isDestroyed()) logError('The window could not be loaded again.', error)
    })
  })
}

/** Camera, position, notifications and all the rest: the workbench needs none but to copy text. */
export function refusePermissions(): void {
  const allowed = new Set(['clipboard-sanitized-write'])
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide) =>
    decide(allowed.has(permission)),
  )
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => allowed.has(permission))
}
