/** A store that can be opened by choosing it from a list. */
export interface KnownStore {
  /** Absolute path of its file. */
  readonly path: string
  /** The file's name. */
  readonly name: string
  readonly folder: string
  /** When it was opened in a window last (ISO 8601); null where it never was. */
  readonly openedAt: string | null
  /** Whether it is the one that is open now. */
  readonly isOpen: boolean
  /** Whether its file is there; the usual store is made when it is opened. */
  readonly isThere: boolean
  /** Whether it is the one that a start without `--store` opens. */
  readonly isUsual: boolean
}

export interface KnownStores {
  /** The open one first, then those opened last, then those that were never opened, by name. */
  readonly stores: readonly KnownStore[]
  /** Where stores are made of which a person gives the name alone. */
  readonly folder: string
  /** Names of the trainings of this program in the open store, which leaving it interrupts; those of other programs go on. */
  readonly trainings: readonly string[]
  /** What is wrong with the list of the last ones, in a sentence, said once; null for nothing. */
  readonly problem: string | null
}
