/** A stream of text or bytes, as much of it as commands need. */
interface OutputStream {
  write(content: string | Uint8Array): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  once(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}

/** Signals that ask a command to stop. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/**
 * What a command line has to do with the world besides files: its streams, its signals and its end. The program's own is
 * `process`; tests that only read the words bring another, and need no process for each command.
 */
export interface Terminal {
  /** `isTTY` where it is shown, and no file or pipe. */
  readonly stdout: OutputStream & { readonly isTTY?: boolean }
  /** `isTTY` where a person looks on; `columns` is the width, 0 or undefined where it is not known. */
  readonly stderr: OutputStream & { readonly isTTY?: boolean; readonly columns?: number }
  on(signal: StopSignal, listener: () => void): unknown
  off(signal: StopSignal, listener: () => void): unknown
  /** Ends the program at once. */
  exit(status: number): never
}

/** What a command needs from the program that it is a part of. */
export interface CommandHost {
  readonly terminal: Terminal
  /** Takes the exit status when a command has ended. */
  readonly finish: (status: number) => void
}
