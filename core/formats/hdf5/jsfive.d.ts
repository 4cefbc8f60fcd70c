/** The part of jsfive that is used; it has no types of its own. */
declare module 'jsfive' {
  interface ObjectHeader {
    /** Each has `type`, `size`, `flags` and `offset_to_message`. */
    readonly msgs: readonly ReadonlyMap<string, number>[]
  }
  export class Group {
    /** Addresses by name; a text is the path of a soft link. */
    readonly _links: Readonly<Record<string, number | string>>
    readonly _dataobjects: ObjectHeader
    get(name: string): Group | Dataset | null
  }
  export class Dataset {
    readonly _dataobjects: ObjectHeader
  }
  export class File extends Group {
    constructor(buffer: ArrayBuffer)
  }
}
