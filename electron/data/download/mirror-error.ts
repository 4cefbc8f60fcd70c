import { fileErrorCode } from '#files/file-errors.ts'

/** Why one mirror did not give a file, in words that follow its name; another mirror may still give it. */
export class MirrorError extends Error {
  override readonly name = 'MirrorError'
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'is not found; is there an internet connection?',
  EAI_AGAIN: 'is not found; is there an internet connection?',
  ENETUNREACH: 'cannot be reached; is there an internet connection?',
  EHOSTUNREACH: 'cannot be reached',
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'cut the connection',
  EPIPE: 'cut the connection',
  UND_ERR_SOCKET: 'cut the connection',
  ETIMEDOUT: 'did not answer',
  UND_ERR_CONNECT_TIMEOUT: 'did not answer',
}

/** Turns what `fetch` throws, whose cause says more than itself, into a MirrorError. */
export function toMirrorError(error: unknown): MirrorError {
  if (error instanceof MirrorError) return error
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const words = cause instanceof Error ? cause.message : String(cause)
  return new MirrorError(REASONS[fileErrorCode(cause) ?? ''] ?? `failed (${words})`, { cause: error })
}
