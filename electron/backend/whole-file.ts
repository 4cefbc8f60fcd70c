import { randomUUID } from 'node:crypto'
import { link, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Writes a file beside its place and moves it there whole, so that a full disk leaves the former file as it was. A
 * symbolic link is followed, a device or pipe is written as it is, and so is a file in a folder that takes no new ones.
 *
 * @param mayReplace whether a file that is there already may go; else that is `EEXIST`
 * @throws NodeJS.ErrnoException as writing a file does
 */
export async function writeWholeFile(
  file: string,
  content: string | Uint8Array,
  { mayReplace = true } = {},
): Promise<void> {
  const former = mayReplace ? await statIfThere(file) : undefined
  if (former !== undefined && !former.isFile() && !former.isDirectory()) {
    await writeFile(file, content)
    return
  }
  const place = former === undefined ? file : await realpath(file)
  const fresh = path.join(path.dirname(place), `.${randomUUID()}.part`)
  try {
    await writeFile(fresh, content, { flag: 'wx', mode: former?.isFile() === true ? former.mode : 0o666 })
    if (mayReplace) await rename(fresh, place)
    else await link(fresh, place)
  } catch (error) {
    const { code, path: failed } = error as NodeJS.ErrnoException
    const isRefusedFolder = failed === fresh && (code === 'EACCES' || code === 'EPERM')
    // A person knows nothing of the temporary file, whose name the error would show.
    if (former?.isFile() !== true || !isRefusedFolder) throw Object.assign(error as Error, { path: file })
    await writeFile(place, content)
  } finally {
    await rm(fresh, { force: true }).catch(() => undefined)
  }
}

async function statIfThere(file: string) {
  try {
    return await stat(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
