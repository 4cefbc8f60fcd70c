import { fileURLToPath } from 'node:url'

/** The presets that come with the workbench; found from here and from the made command line, which lies in a folder beside this one. */
export const PRESET_FOLDER = fileURLToPath(new URL('../../resources/presets', import.meta.url))
