import { createHash } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { readOwnPreset, writeOwnPreset } from '#shared/own-preset-file.ts'
import { WorkbenchError, type OwnPreset, type OwnPresets } from '#contract/types.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { describeFileError } from '../describe-file-error.ts'
import type { Emitter } from '../emitter.ts'
import { readFile } from '#files/read-file.ts'
import { writeFile } from '#files/write-file.ts'

/** A preset and the file that holds it. */
interface FiledPreset extends OwnPreset {
  readonly file: string
}

/**
 * Presets of a person as files of a folder, one JSON file each, so that they serve every store, can be copied, and are
 * read anew each time: other programs and people may change them.
 */
export class OwnPresetFolder {
  readonly #folder: string
  readonly #emitter: Pick<Emitter, 'emit'>

  constructor(folder: string, emitter: Pick<Emitter, 'emit'>) {
    this.#folder = folder
    this.#emitter = emitter
  }

  /** All presets by name, and what else is in the folder. @throws WorkbenchError `store` */
  async list(): Promise<OwnPresets> {
    const { filed, problems } = await this.#read()
    return { presets: filed.map(({ name, recipe }) => ({ name, recipe })), problems }
  }

  /** Saves a recipe under a name. @throws WorkbenchError `conflict` where the name is taken, `store` */
  async save({
    name,
    recipe,
    replaces = false,
  }: {
    readonly name: string
    readonly recipe: Recipe
    readonly replaces?: boolean | undefined
  }): Promise<OwnPreset> {
    const former = await this.#find(name)
    if (former !== undefined && !replaces) throw taken(former.name)
    const file = await this.#write({ name, recipe }, former?.file)
    if (former !== undefined && former.file !== file) await this.#remove(former.file)
    await this.#announce()
    return { name, recipe }
  }

  /** Gives a preset another name. @throws WorkbenchError `not-found`, `conflict` where it is taken, `store` */
  async rename(name: string, to: string): Promise<OwnPreset> {
    const { file, recipe } = await this.#get(name)
    const other = await this.#find(to)
    if (other !== undefined && other.file !== file) throw taken(other.name)
    const fresh = await this.#write({ name: to, recipe })
    if (fresh !== file) await this.#remove(file)
    await this.#announce()
    return { name: to, recipe }
  }

  /** Deletes a preset. @returns what it was @throws WorkbenchError `not-found`, `store` */
  async delete(name: string): Promise<OwnPreset> {
    const { file, name: found, recipe } = await this.#get(name)
    await this.#remove(file)
    await this.#announce()
    return { name: found, recipe }
  }

  async #get(name: string): Promise<FiledPreset> {
    const found = await this.#find(name)
    if (found !== undefined) return found
    throw new WorkbenchError('not-found', `There is no preset '${name}'.`)
  }

  async #find(name: string): Promise<FiledPreset | undefined> {
    return (await this.#read()).filed.find((preset) => keyOf(preset.name) === keyOf(name))
  }

  async #read(): Promise<{ filed: FiledPreset[]; problems: OwnPresets['problems'] }> {
    const problems: OwnPresets['problems'][number][] = []
    const byKey = new Map<string, FiledPreset>()
    for (const file of await this.#listFiles()) {
      try {
        const preset = readOwnPreset((await readFile(path.join(this.#folder, file))).toString('utf8'), file)
        const first = byKey.get(keyOf(preset.name))
        if (first !== undefined) {
          throw new Error(`Its name, ${preset.name}, is that of ${first.file} too.`)
        }
        byKey.set(keyOf(preset.name), { ...preset, file })
      } catch (error) {
        problems.push({ file, message: describeFileError(error) })
      }
    }
    return { filed: [...byKey.values()].sort((a, b) => a.name.localeCompare(b.name)), problems }
  }

  async #listFiles(): Promise<string[]> {
    try {
      return (await readdir(this.#folder)).filter((file) => /^[^.].*\.json$/i.test(file)).sort()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw failed(error)
    }
  }

  /** @returns the name of the file */
  async #write(preset: OwnPreset, into = fileNameOf(preset.name)): Promise<string> {
    try {
      await mkdir(this.#folder, { recursive: true })
      await writeFile(path.join(this.#folder, into), writeOwnPreset(preset))
      return into
    } catch (error) {
      throw failed(error)
    }
  }

  async #remove(file: string): Promise<void> {
    try {
      await rm(path.join(this.#folder, file), { force: true })
    } catch (error) {
      throw failed(error)
    }
  }

  async #announce(): Promise<void> {
    this.#emitter.emit('presetsChanged', await this.list())
  }
}

/** Names that differ in letter case or in the spelling of accents alone are the same name. */
const keyOf = (name: string): string => name.normalize('NFC').toLowerCase()

/** A file name that every system takes, and that no other preset has. */
function fileNameOf(name: string): string {
  const letters = keyOf(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  const hash = createHash('sha256').update(keyOf(name)).digest('hex').slice(0, 8)
  return `${letters === '' ? 'preset' : letters}-${hash}.json`
}

const taken = (name: string): WorkbenchError =>
  new WorkbenchError('conflict', `There is a preset '${name}' already.`)

const failed = (error: unknown): WorkbenchError =>
  new WorkbenchError('store', `The presets cannot be used: ${describeFileError(error)}`)
