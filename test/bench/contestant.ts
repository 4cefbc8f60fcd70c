import { type ChildCommand, ChildLines } from './child-lines.ts'

/** What a contestant measured in one turn, all of it over whole epochs. */
export interface Turn {
  readonly epochs: number
  /** Seconds per epoch spent on shuffling and training. */
  readonly trainSeconds: number
  /** Seconds per epoch spent on evaluation. */
  readonly evaluateSeconds: number
  /** Of the last epoch, 0 to 1. */
  readonly testAccuracy: number
}

/** Whoever trains a workload: a variant of the workbench's engines, or a peer. */
export interface ContestantSpec extends ChildCommand {
  /** Contestants of one family do the same with other settings: `PyTorch`, `wasm`. */
  readonly family: string
  /** With its settings: `PyTorch, 2 threads`. */
  readonly label: string
  readonly isPeer: boolean
  readonly threads: number
  /** Training images of its epochs. */
  readonly images: number
}

/** The first line of a contestant: loaded and warmed up. */
interface Ready {
  readonly versions: Readonly<Record<string, string>>
}

/**
 * A contestant in a process of its own, which loads the images, warms up, and then does one turn for each line it is
 * sent: so that turns alternate closely while nothing is loaded or compiled anew.
 */
export class Contestant {
  readonly spec: ContestantSpec
  readonly versions: Readonly<Record<string, string>>
  readonly #child: ChildLines

  private constructor(spec: ContestantSpec, child: ChildLines, versions: Ready['versions']) {
    this.spec = spec
    this.versions = versions
    this.#child = child
  }

  /** @throws Error with the child's last words where it cannot start or does not get ready */
  static async start(spec: ContestantSpec): Promise<Contestant> {
    const child = new ChildLines(spec)
    const { versions } = (await child.read()) as Ready
    return new Contestant(spec, child, versions)
  }

  /** @throws Error with the child's last words where it ended */
  async takeTurn(): Promise<Turn> {
    this.#child.ask()
    return (await this.#child.read()) as Turn
  }

  /** Ends the process and waits for its end. */
  close(): Promise<void> {
    return this.#child.close()
  }
}
