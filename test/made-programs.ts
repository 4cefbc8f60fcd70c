import { fileURLToPath } from 'node:url'

/** The programs that `npm run backprop` and browser mode run, made of the sources before any test. */
export const COMMAND_LINE = fileURLToPath(new URL('../electron/made/command-line.mjs', import.meta.url))
export const BROWSER_MODE = fileURLToPath(new URL('../electron/made/browser-mode.mjs', import.meta.url))
