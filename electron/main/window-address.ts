/** The window's scheme and host; browser pages and files can never have them. */
export const windowScheme = 'app'
const windowHost = 'workbench'
export const windowAddress = `${windowScheme}://${windowHost}/`

/** Whether an address is one of the window's own. */
export function isWindowAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  return protocol === `${windowScheme}:` && host === windowHost
}
