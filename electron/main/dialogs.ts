import { BrowserWindow, dialog, ipcMain, shell, type OpenDialogOptions, type WebContents } from 'electron'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { FileHandles } from '#backend/exchange/file-handles.ts'
import type { OpenFileRequest, PlaceRequest, SaveFileRequest } from '#contract/bridge.ts'
import { ipcChannels } from '#contract/ipc-channels.ts'
import { platformCallSchema, type PlatformAnswer, type PlatformCall } from '#contract/platform-calls.ts'
import type { OpenedFile, SaveTarget } from '#contract/types.ts'
import { openExternalLink } from './external-links.ts'
import { describeFileError } from '#backend/describe-file-error.ts'
import { isFromWindow } from './sender.ts'

/** The window that asks. */
interface Asking {
  /** What a dialog belongs to; null shows it on its own. */
  readonly window: ReturnType<typeof BrowserWindow.fromWebContents>
  readonly handles: FileHandles
  /** Names the page, whose handles go with it. */
  readonly owner: string
}

/** Answers the window's platform calls with native dialogs; of the files that persons choose it gets handles alone. */
export function servePlatformCalls(getHandles: () => FileHandles): void {
  const known = new WeakSet<WebContents>()
  ipcMain.handle(ipcChannels.platform, async (event, message: unknown): Promise<PlatformAnswer> => {
    if (!isFromWindow(event)) throw new Error('Not a call of the window.')
    const call = platformCallSchema.safeParse(message)
    if (!call.success) throw new Error('There is no such platform call.')
    const { sender } = event
    const owner = `page ${sender.id}`
    if (!known.has(sender)) {
      known.add(sender)
      dropWithPage(sender, () => void getHandles().dropOwner(owner))
    }
    try {
      const asking = { window: BrowserWindow.fromWebContents(sender), handles: getHandles(), owner }
      return { ok: true, value: await carryOut(asking, call.data) }
    } catch (error) {
      return { ok: false, message: describeFileError(error, baseNameOf(error)) }
    }
  })
}

/** A page that is reloaded, or gone, no longer knows its handles. */
function dropWithPage(contents: WebContents, drop: () => void): void {
  contents.on('did-start-navigation', (details) => {
    if (details.isMainFrame && !details.isSameDocument) drop()
  })
  contents.once('destroyed', drop)
  contents.on('render-process-gone', drop)
}

function carryOut(asking: Asking, { call, request }: PlatformCall): Promise<unknown> {
  switch (call) {
    case 'chooseSave':
      return chooseSave(asking, request)
    case 'chooseFiles':
      return chooseFiles(asking, request)
    case 'takeDropped':
      return asking.handles.open(request.path, asking)
    case 'choosePlace':
      return choosePlace(asking, request)
    case 'showInFolder':
      return showInFolder(asking, request.fileId)
    case 'openExternal':
      return openExternalLink(request.url)
  }
}

async function chooseSave(
  { window, handles, owner }: Asking,
  { suggestedName }: SaveFileRequest,
): Promise<SaveTarget | null> {
  const extension = path.extname(suggestedName).slice(1)
  const name = path.basename(suggestedName)
  const options = {
    title: `Save ${name}`,
    // Only the name: with a path in it, the window and not the person would choose the folder.
    defaultPath: name,
    filters: extension === '' ? [] : [fileFilter([extension])],
  }
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : handles.save(filePath, { owner })
}

async function chooseFiles(
  asking: Asking,
  { title, extensions, mayBeSeveral }: OpenFileRequest,
): Promise<readonly OpenedFile[]> {
  const filters = [fileFilter(extensions), { name: 'All files', extensions: ['*'] }]
  const several = mayBeSeveral ? (['multiSelections'] as const) : []
  const chosen = await showOpenDialog(asking, { title, filters, properties: ['openFile', ...several] })
  return Promise.all(chosen.map((file) => asking.handles.open(file, asking)))
}

async function choosePlace(asking: Asking, { title, kind }: PlaceRequest): Promise<string | null> {
  const properties = kind === 'folder' ? (['openDirectory'] as const) : (['openFile'] as const)
  const [place] = await showOpenDialog(asking, { title, properties: [...properties] })
  return place ?? null
}

/** @throws WorkbenchError where this window chose no such place; NodeJS.ErrnoException where nothing lies there */
async function showInFolder({ handles, owner }: Asking, fileId: string): Promise<void> {
  const file = handles.findSaved(fileId, owner)
  await stat(file)
  shell.showItemInFolder(file)
}

/** @returns none where the person cancelled */
async function showOpenDialog({ window }: Asking, options: OpenDialogOptions): Promise<readonly string[]> {
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return canceled ? [] : filePaths
}

function fileFilter(extensions: readonly string[]): { name: string; extensions: string[] } {
  return {
    name: extensions.map((extension) => extension.toUpperCase()).join(', '),
    extensions: [...extensions],
  }
}

/** Of the files that a person chose the window knows the names alone. */
function baseNameOf(error: unknown): string | undefined {
  const { path: file } = error as NodeJS.ErrnoException
  return file === undefined ? undefined : path.basename(file)
}
