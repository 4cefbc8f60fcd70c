import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const builtMain = fileURLToPath(new URL('../../dist/electron/main.js', import.meta.url))

/** Stand-ins by the number of their boot, for the module source below to find. */
const standIns = new Map<string, object>()
;(globalThis as Record<string, unknown>)['electron stand-ins'] = standIns

const scheme = 'electron-stand-in:'

registerHooks({
  resolve: (specifier, context, next) => {
    const boot = context.parentURL === undefined ? null : new URL(context.parentURL).searchParams.get('boot')
    if (boot === null) return next(specifier, context)
    if (specifier === 'electron') return { url: scheme + boot, format: 'module', shortCircuit: true }
    const resolved = next(specifier, context)
    // The other files of the main process belong to the same boot.
    return specifier.startsWith('./') ? { ...resolved, url: `${resolved.url}?boot=${boot}` } : resolved
  },
  load: (url, context, next) => {
    if (!url.startsWith(scheme)) return next(url, context)
    const boot = url.slice(scheme.length)
    const names = Object.keys(standIns.get(boot) ?? {}).join(', ')
    const source = `export const { ${names} } = globalThis['electron stand-ins'].get('${boot}')`
    return { format: 'module', source, shortCircuit: true }
  },
})

/** Node's own import: the test runner's would take the built file apart and resolve `electron` itself. */
const nativeImport = ['data:text/javascript', 'export default (address) => import(address)'].join(',')
const { default: importNatively } = (await import(nativeImport)) as {
  default: (address: string) => Promise<unknown>
}

/** Runs a built main process, anew each time, with this module in place of `electron`. */
export async function loadBuiltMain(electron: object, main = builtMain): Promise<void> {
  const boot = String(standIns.size)
  standIns.set(boot, electron)
  await importNatively(`${pathToFileURL(main).href}?boot=${boot}`)
}
