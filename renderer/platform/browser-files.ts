import type { OpenedFile, SaveTarget } from '#contract/types.ts'
import type { FileChoosers } from './window-files.ts'

/**
 * Files by the means of a browser: what is opened is uploaded to the workbench's server, what is saved is downloaded
 * from it.
 * @param windowId names this window to the server, which removes its files when it leaves
 */
export function browserChoosers(windowId: string): FileChoosers {
  const query = (others: Record<string, string>): string => {
    const key = new URLSearchParams(location.search).get('key') ?? ''
    return new URLSearchParams({ key, window: windowId, ...others }).toString()
  }
  const post = async (path: string, name: string, body: File | null): Promise<unknown> => {
    const response = await fetch(`${path}?${query({ name })}`, { method: 'POST', body })
    if (!response.ok) throw new Error((await response.text()).trim())
    return response.json()
  }
  const upload = async (file: File): Promise<OpenedFile> =>
    (await post('/files', file.name, file)) as OpenedFile
  return {
    chooseFiles: ({ extensions, mayBeSeveral }) =>
      new Promise((resolve, reject) => {
        const input = document.createElement('input')
        input.type = 'file'
        input.multiple = mayBeSeveral
        input.accept = extensions.map((extension) => `.${extension}`).join(',')
        input.addEventListener('cancel', () => resolve([]))
        input.addEventListener('change', () => {
          Promise.all([...(input.files ?? [])].map(upload)).then(resolve, reject)
        })
        input.click()
      }),
    takeDropped: upload,
    chooseSave: async ({ suggestedName }) => (await post('/targets', suggestedName, null)) as SaveTarget,
    deliver: ({ fileId, name }) => {
      const link = document.createElement('a')
      link.href = `/files/${fileId}?${query({})}`
      link.download = name
      link.click()
      return Promise.resolve()
    },
    showInFolder: null,
    choosePlace: null,
    pathOfDropped: () => null,
  }
}
