import type { OwnPreset } from '#contract/types.ts'
import type { OfWrittenFile } from './common-lines.ts'

/** One preset to start from. */
export interface ListedPresetLine extends OwnPreset {
  readonly event: 'preset'
  /** Whether it came with the workbench or somebody saved it. */
  readonly kind: 'built-in' | 'own'
}

/** A file in the folder of own presets that is none. */
export interface PresetProblemLine {
  readonly event: 'problem'
  /** The file's name in the folder. */
  readonly file: string
  /** In a sentence. */
  readonly problem: string
}

/** A preset was saved. */
export interface PresetSavedLine {
  readonly event: 'saved'
  readonly name: string
}

/** A file was read and saved as a preset. */
export interface PresetImportedLine {
  readonly event: 'saved'
  readonly name: string
  /** The file's path. */
  readonly file: string
  /** What the file held: a preset, or a recipe alone, which is called after its file. */
  readonly kind: 'preset' | 'recipe'
}

/** A preset has another name. */
export interface PresetRenamedLine {
  readonly event: 'renamed'
  readonly name: string
  /** What it was called before. */
  readonly before: string
}

/** A preset was deleted. */
export interface PresetDeletedLine extends OwnPreset {
  readonly event: 'deleted'
}

/** A preset was written as a file. */
export interface PresetExportedLine extends OfWrittenFile {
  readonly event: 'exported'
  readonly name: string
}
