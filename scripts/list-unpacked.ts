import { Arch } from 'electron-builder'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { hashProgramFile, listCode, type ProgramFiles } from '../electron/files/program-files.ts'
import { root } from './root.ts'

/** What electron-builder tells of the system that it packs for. */
interface PackedSystem {
  readonly electronPlatformName: string
  readonly arch: Arch
}

/** As in `asarUnpack` of electron-builder.yml. */
const FOLDERS = ['node_modules/better-sqlite3', 'node_modules/@img']
const WORKERS = ['dist/electron/exchange-worker.mjs', 'dist/electron/training-worker.mjs']

/**
 * Before the application is packed: lists the files of code that will lie beside its archive with their SHA-256, in a file
 * that goes into the archive; `electron/main/check-unpacked.ts` reads it.
 */
export default async function listUnpacked({ electronPlatformName, arch }: PackedSystem): Promise<void> {
  const isPacked = packedOf(electronPlatformName, Arch[arch])
  const found = FOLDERS.flatMap((folder) =>
    listCode(path.join(root, folder)).map((file) => `${folder}/${file}`),
  )
  const files: Record<string, string | null> = {}
  for (const file of [...WORKERS, ...found.filter(isPacked)].sort()) {
    // Signing changes native code on macOS, and covers it there.
    const isSigned = electronPlatformName === 'darwin' && /\.(?:node|dylib)$/.test(file)
    files[file] = isSigned ? null : hashProgramFile(file, await readFile(path.join(root, file)))
  }
  const list: ProgramFiles = files
  await writeFile(path.join(root, 'dist/electron/unpacked-files.json'), JSON.stringify(list, null, 1))
}

/** Whether a file is packed for a system; as `files` of electron-builder.yml says. */
function packedOf(platform: string, arch: string): (file: string) => boolean {
  /** Of pictures: what a platform does not get. */
  const decoder = platform === 'linux' ? /@img\/sharp-(?:linux|libvips)/ : /@img\/sharp-wasm32/
  /** What packages have for themselves alone is packed beside them, in the archive. */
  const isNested = /^node_modules\/@img\/.*\/node_modules\//
  const prebuilt = `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`
  return (file) => {
    if (file.startsWith('node_modules/better-sqlite3/prebuilds/')) return file === prebuilt
    return (
      !/^node_modules\/better-sqlite3\/(?:deps|src)\//.test(file) &&
      !decoder.test(file) &&
      !isNested.test(file)
    )
  }
}
