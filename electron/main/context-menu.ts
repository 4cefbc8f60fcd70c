import { app, Menu } from 'electron'

/** Cut, copy and paste on a right click; Electron has no such menu of its own. */
export function offerContextMenus(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('context-menu', (_menuEvent, { isEditable, selectionText, editFlags }) => {
      if (isEditable) {
        Menu.buildFromTemplate([
          { role: 'cut', enabled: editFlags.canCut },
          { role: 'copy', enabled: editFlags.canCopy },
          { role: 'paste', enabled: editFlags.canPaste },
          { type: 'separator' },
          { role: 'selectAll', enabled: editFlags.canSelectAll },
        ]).popup()
      } else if (selectionText.trim() !== '') {
        Menu.buildFromTemplate([{ role: 'copy' }]).popup()
      }
    })
  })
}
