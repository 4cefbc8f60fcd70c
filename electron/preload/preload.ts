import { contextBridge, ipcRenderer, type IpcRendererEvent, webUtils } from 'electron'
import { bridgeName, type MenuCommand, type WorkbenchBridge } from '#contract/bridge.ts'
import { ipcChannels } from '#contract/ipc-channels.ts'
import type { PlatformAnswer, PlatformCall } from '#contract/platform-calls.ts'

function listen(channel: string, listener: (message: unknown) => void): () => void {
  const receive = (_event: IpcRendererEvent, message: unknown) => listener(message)
  ipcRenderer.on(channel, receive)
  return () => ipcRenderer.off(channel, receive)
}

async function ask<Value>(call: PlatformCall): Promise<Value> {
  const answer = (await ipcRenderer.invoke(ipcChannels.platform, call)) as PlatformAnswer
  if (!answer.ok) throw new Error(answer.message)
  return answer.value as Value
}

/** The one object handed to the window. It names each call; no channel of Electron's is reachable past it. */
const bridge: WorkbenchBridge = {
  platform: process.platform,
  send: (message) => ipcRenderer.send(ipcChannels.rpc, message),
  onMessage: (listener) => listen(ipcChannels.rpc, listener),
  onCommand: (listener) => listen(ipcChannels.command, (command) => listener(command as MenuCommand)),
  chooseSave: ({ suggestedName }) => ask({ call: 'chooseSave', request: { suggestedName } }),
  chooseFiles: ({ title, extensions, mayBeSeveral }) =>
    ask({ call: 'chooseFiles', request: { title, extensions: [...extensions], mayBeSeveral } }),
  takeDropped: (file) => ask({ call: 'takeDropped', request: { path: webUtils.getPathForFile(file) } }),
  pathOfDropped: (file) => webUtils.getPathForFile(file) || null,
  choosePlace: ({ title, kind }) => ask({ call: 'choosePlace', request: { title, kind } }),
  showInFolder: ({ fileId }) => ask({ call: 'showInFolder', request: { fileId } }),
  openExternal: (url) => ask({ call: 'openExternal', request: { url } }),
}

contextBridge.exposeInMainWorld(bridgeName, bridge)
