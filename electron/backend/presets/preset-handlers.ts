import type { presetCalls } from '#contract/calls/presets.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import type { OwnPresetFolder } from './own-preset-folder.ts'

/** Carries out the calls on presets. */
export function presetHandlers(folder: OwnPresetFolder): HandlersOf<typeof presetCalls> {
  return {
    list: () => folder.list(),
    save: (input) => folder.save(input),
    rename: ({ name, to }) => folder.rename(name, to),
    delete: ({ name }) => folder.delete(name),
  }
}
