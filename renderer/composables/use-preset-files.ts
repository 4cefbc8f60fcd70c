import type { OwnPreset } from '#contract/types.ts'
import { fileStemOf } from '#shared/file-names.ts'
import { readOwnPreset, writeOwnPreset } from '#shared/own-preset-file.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { findBuiltIn } from '../model/recipe/presets.ts'
import { useNoticesStore } from '../stores/notices.ts'
import { useOwnPresetsStore } from '../stores/own-presets.ts'
import { usePortableRecipe } from './use-portable-recipe.ts'

export interface UsePresetFilesReturn {
  /** Asks where to save a preset as a file. */
  exportPreset: (preset: OwnPreset) => Promise<void>
  /** Asks for the file of a preset and saves it under its name. */
  importPreset: () => Promise<void>
}

/** Own presets as files, for other machines. */
export function usePresetFiles(): UsePresetFilesReturn {
  const { api, files } = useWorkbenchClient()
  const notices = useNoticesStore()
  const presets = useOwnPresetsStore()
  const makePortable = usePortableRecipe()

  async function exportPreset({ name, recipe }: OwnPreset): Promise<void> {
    await notices.attempt('The preset could not be exported', async () => {
      const content = writeOwnPreset({ name, recipe: makePortable(recipe) })
      const file = `${fileStemOf({ id: 'preset', name })}.json`
      const saved = await files.saveFile(file, (fileId) => api.files.write({ fileId, content }))
      if (saved !== null) notices.saySaved(saved)
    })
  }

  async function importPreset(): Promise<void> {
    await notices.attempt('The preset could not be imported', async () => {
      const opened = await files.openFile(
        { title: 'Import a preset', extensions: ['json'] },
        async ({ fileId, name }) => ({ text: await api.files.readText({ fileId }), fileName: name }),
      )
      if (opened === null) return
      const { name, recipe } = readOwnPreset(opened.text, opened.fileName)
      if (findBuiltIn(name) !== undefined) throw new Error(`${name} is a preset of the workbench already.`)
      await presets.save(name, recipe)
    })
  }

  return { exportPreset, importPreset }
}
