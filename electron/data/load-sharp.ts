import { createRequire } from 'node:module'
import type sharp from 'sharp'

/**
 * The decoder of pictures, loaded with the first. Electron for Linux is linked to the system's GLib, and sharp's binary
 * brings another: in one process they take each other's functions, and a picture can end the program with all its
 * trainings. There sharp's build in WebAssembly decodes, which links to nothing: to the same pixels, in twice the time.
 */
export function loadSharp(): typeof sharp {
  const require = createRequire(import.meta.url)
  if (process.platform === 'linux' && 'electron' in process.versions) {
    hideBinaries(createRequire(require.resolve('sharp')))
  }
  return require('sharp') as typeof sharp
}

/** Lets sharp find no binary, so that it takes WebAssembly. A packed program for Linux has none. */
function hideBinaries(require: NodeJS.Require): void {
  for (const libc of ['linux', 'linuxmusl']) {
    try {
      const file = require.resolve(`@img/sharp-${libc}-${process.arch}/sharp.node`)
      require.cache[file] = { exports: undefined, loaded: true } as NodeJS.Module
    } catch {
      // Not installed.
    }
  }
}
