import { shell } from 'electron'

/** Hosts whose pages the window may have opened in the person's browser. */
const allowedHosts: ReadonlySet<string> = new Set([
  'neuralnetworksanddeeplearning.com',
  'github.com',
  'arxiv.org',
  'en.wikipedia.org',
  'pytorch.org',
])

/** Whether the window may open this page: https, an allowed host, no account and no port in it. */
export function isAllowedLink(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host, username, password } = new URL(address)
  return protocol === 'https:' && allowedHosts.has(host) && username === '' && password === ''
}

/**
 * Opens a page in the person's browser.
 *
 * @throws Error where the address is not allowed
 */
export async function openExternalLink(address: string): Promise<void> {
  if (!isAllowedLink(address)) throw new Error('This address is not among those that the workbench opens.')
  await shell.openExternal(new URL(address).href)
}
