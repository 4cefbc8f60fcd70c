import { BrowserWindow, dialog, ipcMain, type OpenDialogOptions } from 'electron'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { writeWholeFile } from '#backend/whole-file.ts'
import type { OpenedFile, OpenFileRequest, SavedFile, SaveFileRequest } from '#contract/bridge.ts'
import { ipcChannels } from '#contract/ipc-channels.ts'
import { platformCallSchema, type PlatformAnswer, type PlatformCall } from '#contract/platform-calls.ts'
import { openExternalLink } from './external-links.ts'
import { describeFileError } from './file-errors.ts'
import { isFromWindow } from './sender.ts'

/** A network of some ten million weights; what is larger was chosen by mistake. */
const largestFileBytes = 512 * 2 ** 20

/** What a dialog belongs to; null shows it on its own. */
type ParentWindow = ReturnType<typeof BrowserWindow.fromWebContents>

/** Answers the window's platform calls with native dialogs. */
export function servePlatformCalls(): void {
  ipcMain.handle(ipcChannels.platform, async (event, message: unknown): Promise<PlatformAnswer> => {
    if (!isFromWindow(event)) throw new Error('Not a call of the window.')
    const call = platformCallSchema.safeParse(message)
    if (!call.success) throw new Error('There is no such platform call.')
    try {
      return { ok: true, value: await carryOut(BrowserWindow.fromWebContents(event.sender), call.data) }
    } catch (error) {
      return { ok: false, message: describeFileError(error) }
    }
  })
}

function carryOut(window: ParentWindow, { call, request }: PlatformCall): Promise<unknown> {
  switch (call) {
    case 'saveFile':
      return saveFile(window, request)
    case 'openFile':
      return openFile(window, request)
    case 'chooseFolder':
      return chooseFolder(window, request)
    case 'openExternal':
      return openExternalLink(request.url)
  }
}

async function saveFile(
  window: ParentWindow,
  { suggestedName, content }: SaveFileRequest,
): Promise<SavedFile | null> {
  const extension = path.extname(suggestedName).slice(1)
  const options = {
    // A name alone: a path in it would choose the folder in the person's place.
    defaultPath: path.basename(suggestedName),
    filters: extension === '' ? [] : [fileFilter([extension])],
  }
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  if (canceled || filePath === '') return null
  await writeWholeFile(filePath, content)
  return { path: filePath }
}

async function openFile(
  window: ParentWindow,
  { title, extensions }: OpenFileRequest,
): Promise<OpenedFile | null> {
  const filters = [fileFilter(extensions), { name: 'All files', extensions: ['*'] }]
  const file = await showOpenDialog(window, { title, filters, properties: ['openFile'] })
  if (file === null) return null
  const { size } = await stat(file)
  if (size > largestFileBytes)
    throw new Error(`${path.basename(file)} is too large: expected at most 512 MB.`)
  return { name: path.basename(file), bytes: new Uint8Array(await readFile(file)) }
}

function chooseFolder(window: ParentWindow, { title }: { title: string }): Promise<string | null> {
  return showOpenDialog(window, { title, properties: ['openDirectory'] })
}

async function showOpenDialog(window: ParentWindow, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return canceled ? null : (filePaths[0] ?? null)
}

function fileFilter(extensions: readonly string[]): { name: string; extensions: string[] } {
  return {
    name: extensions.map((extension) => extension.toUpperCase()).join(', '),
    extensions: [...extensions],
  }
}
