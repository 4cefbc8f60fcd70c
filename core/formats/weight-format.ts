import type { Recipe } from '../recipe/recipe.ts'
import type { FoundNetwork } from './found-network.ts'
import type { WithUnknownFields } from '../recipe/unknown-fields.ts'

/** A name and what is said under it, both as a person reads them. */
export type NamedText = readonly [name: string, text: string]

/** What is known of a network besides recipe and parameters, in words for whoever opens its file. */
export interface NetworkDescription {
  /** Of the run. */
  readonly name: string
  /** What each output stands for; absent where it is not known. */
  readonly classNames?: readonly string[] | undefined
  /** What a person should know first, as layers, data and accuracy. */
  readonly facts: readonly NamedText[]
  /** The recipe, setting by setting. */
  readonly settings: readonly NamedText[]
}

/** A network on its way into a file. */
export interface WrittenNetwork extends WithUnknownFields {
  readonly recipe: Recipe
  /** Flat, as `parameterLayout` says. */
  readonly parameters: Float64Array
  /** Absent where nothing more is known. */
  readonly about?: NetworkDescription
}

/** A network read from a file: what the file says of its recipe, and its parameters. */
export interface ReadNetwork extends WithUnknownFields {
  /** To be checked by `checkRecipe`; fields of which the file says nothing hold placeholders and are `unknownFields`. */
  readonly recipe: Recipe
  /** Flat, as `parameterLayout` says. */
  readonly parameters: Float64Array
}

/** What readers need of the platform. */
export interface FormatTools {
  /**
   * Unpacks raw deflate data (RFC 1951).
   * @param limit bytes that may come of it
   * @returns null where the data are damaged or give more than the limit
   */
  inflateRaw(bytes: Uint8Array, limit: number): Uint8Array | null
  /** The checksum of zip and gzip, unsigned. */
  crc32(bytes: Uint8Array): number
}

/** What writers need of the platform. */
export interface WriterTools extends Pick<FormatTools, 'crc32'> {
  /** Packs as zlib does (RFC 1950). */
  deflate(bytes: Uint8Array): Uint8Array
}

/** What a file does not carry over of a network. */
export interface FormatLimit {
  /** Stable within its format, as in `activation`. */
  readonly code: string
  /** One sentence that names what the network has and what becomes of it. */
  readonly message: string
  /** Whether the format cannot hold the network at all; otherwise the file is written and others read it differently. */
  readonly isBlocking: boolean
}

/** Something that a format leaves to whoever writes a file. */
export interface FormatOption {
  /** As in `--option input=image`. */
  readonly name: string
  /** As a person sees it. */
  readonly title: string
  /** What can be chosen; the first is taken where nobody chooses. */
  readonly choices: readonly FormatChoice[]
  /** Whether it makes a difference for a network; else nobody is asked. */
  readonly concerns: (recipe: Recipe) => boolean
}

export interface FormatChoice {
  readonly value: string
  readonly title: string
}

/** What was chosen for a file, by the names of its format's options; see `chooseOptions`. */
export type ChosenOptions = Readonly<Record<string, string>>

/** Writes the files of one format. Without choices it takes the first of each option. */
export interface WeightWriter {
  /** What a file would not carry over of a network; empty where it says everything. */
  findLimits(recipe: Recipe, chosen?: ChosenOptions): readonly FormatLimit[]
  /** The file's bytes. Called only where no limit is blocking. */
  write(network: WrittenNetwork, tools: WriterTools, chosen?: ChosenOptions): Uint8Array | Promise<Uint8Array>
}

/** Reads the files of one format. Nothing in them is trusted. */
export interface WeightReader {
  /**
   * Whether a file is meant to be of this format, also where it is damaged: then `read` says what is wrong with it.
   * @param fileName without its folder
   */
  recognize(bytes: Uint8Array, fileName: string): boolean
  /** @throws FormatError */
  read(bytes: Uint8Array, tools: FormatTools, fileName: string): FoundNetwork | Promise<FoundNetwork>
}

/** A format of files with a network's weights. One that is only written or only read has one of the loaders. */
export interface WeightFormat {
  /** As in `--format`. */
  readonly name: string
  /** As a person chooses it. */
  readonly title: string
  /** Of its files, without the dot. */
  readonly extension: string
  /** Others that people give such files. */
  readonly otherExtensions?: readonly string[]
  /** One sentence on what stands in the file and who reads it. */
  readonly description: string
  /** What whoever writes a file can choose; missing for none. */
  readonly options?: readonly FormatOption[]
  /** Loads what writes it; each format's code is loaded when it is needed. */
  readonly loadWriter?: () => Promise<WeightWriter>
  /** Loads what reads it. */
  readonly loadReader?: () => Promise<WeightReader>
}
