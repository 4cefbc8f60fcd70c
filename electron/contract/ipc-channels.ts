/** Electron's channels between the preload and the main process; there are no others. */
export const ipcChannels = {
  /** Both ways: messages of the contract. */
  rpc: 'workbench:rpc',
  /** From the window, with an answer: a platform call. */
  platform: 'workbench:platform',
  /** To the window: a menu command. */
  command: 'workbench:command',
} as const
