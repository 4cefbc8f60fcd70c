import type { WindowFiles } from './client.ts'

/** Saving and opening files by the means of a browser: a download, and a file chooser. */
export const browserFiles: WindowFiles = {
  saveFile({ suggestedName, content }) {
    const address = URL.createObjectURL(new Blob([content as BlobPart]))
    const link = document.createElement('a')
    link.href = address
    link.download = suggestedName
    link.click()
    // The download has its own hold on the content once it began; a minute is ample for that.
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
    return Promise.resolve({ path: null })
  },

  openFile({ extensions }) {
    return new Promise((resolve, reject) => {
      const input = document.createElement('input')
      input.type = 'file'
      input.accept = extensions.map((extension) => `.${extension}`).join(',')
      input.addEventListener('cancel', () => resolve(null))
      input.addEventListener('change', () => {
        const file = input.files?.[0]
        if (file === undefined) resolve(null)
        else {
          file
            .arrayBuffer()
            .then((buffer) => resolve({ name: file.name, bytes: new Uint8Array(buffer) }), reject)
        }
      })
      input.click()
    })
  },

  chooseFolder: null,
}
