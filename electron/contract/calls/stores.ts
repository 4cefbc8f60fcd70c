import { z } from 'zod'
import { call } from '../define-calls.ts'
import { PATH_LIMIT, STORE_NAME_LIMIT } from '../limits.ts'
import type { KnownStores } from '../types.ts'

const storePath = z
  .string()
  .min(1, 'Store: expected a path, but it is empty')
  .max(PATH_LIMIT, `Store: expected at most ${PATH_LIMIT} characters`)
const fileId = z.uuid('File: expected the id of one that was chosen')
/** One that Windows takes too, without a folder; a dot at the start would hide the file. */
const storeName = z
  .string()
  .trim()
  .min(1, 'Name: expected a text, but it is empty')
  .max(STORE_NAME_LIMIT, `Name: expected at most ${STORE_NAME_LIMIT} characters`)
  .regex(/^[^\p{Cc}<>:"/\\|?*]*$/u, 'Name: expected none of < > : " / \\ | ? *')
  .regex(/^[^.]/, 'Name: expected no dot at its start')

/**
 * The stores that a window can change to. A store that takes the place of the open one loads every window anew; one that
 * is refused leaves the open one as it is. All that opens a store fails with `store` where it cannot be used, and with
 * `conflict` where it is open already or another one is being opened.
 */
export const storeCalls = {
  /** Those that can be opened without a dialog: the last ones, the usual one and those beside it. */
  list: call().returns<KnownStores>(),
  /** Opens one of the list. Fails with `not-found` for any other. */
  open: call(z.strictObject({ storePath })).returnsNothing(),
  /** Opens the file of an `OpenedFile`; fails with `invalid` where that is an upload. */
  openFile: call(z.strictObject({ fileId })).returnsNothing(),
  /** Fails as `open` would for what the file is, before a person is asked whether to leave the open store. */
  check: call(z.strictObject({ storePath })).returnsNothing(),
  /** Fails as `openFile` would for what the file is. */
  checkFile: call(z.strictObject({ fileId })).returnsNothing(),
  /** Fails as `create` would where the name is taken, before a person is asked whether to leave the open store. */
  checkNew: call(z.strictObject({ name: storeName })).returnsNothing(),
  /** Fails as `createFile` would where a file is there. */
  checkNewFile: call(z.strictObject({ fileId })).returnsNothing(),
  /** Makes a store of this name beside the usual one, and opens it. Fails with `conflict` where the name is taken. */
  create: call(z.strictObject({ name: storeName })).returnsNothing(),
  /** Makes a store at the place of a `SaveTarget`, and opens it. Fails with `conflict` where a file is there. */
  createFile: call(z.strictObject({ fileId })).returnsNothing(),
  /** Takes a store off the list of the last ones; its file stays as it is. */
  forget: call(z.strictObject({ storePath })).returns<KnownStores>(),
}
