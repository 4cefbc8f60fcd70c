import path from 'node:path'
import type { Plugin } from 'vite'
import { root } from './root.ts'

/** Adds each file of the project that a bundle is made of, by its path from the project's root. */
export function listFiles(files: Set<string>): Plugin {
  return {
    name: 'list-files',
    load(id) {
      const file = path.relative(root, id.split('?')[0]!)
      if (path.isAbsolute(id) && !file.startsWith('..') && !file.startsWith('node_modules')) {
        files.add(file.split(path.sep).join('/'))
      }
      return null
    },
  }
}
