import { app } from 'electron'
import { resolvePaths } from '#backend/paths.ts'
import { readStoreArgument } from './arguments.ts'
import { findBundles } from './bundle-paths.ts'
import { offerContextMenus } from './context-menu.ts'
import { runApplication } from './lifecycle.ts'
import { logError } from './log.ts'
import { registerWindowScheme } from './protocol.ts'
import { confineWebContents } from './security.ts'

const store = readStoreArgument(process.argv.slice(1))

app.setName('Backprop Workbench')
registerWindowScheme()
confineWebContents(logError)
offerContextMenus()
runApplication({
  paths: resolvePaths({ store }),
  isStoreNamed: store !== undefined,
  bundles: findBundles(import.meta.dirname),
})
app.setAboutPanelOptions({
  applicationName: app.name,
  applicationVersion: app.getVersion(),
  copyright: 'MIT licence',
})
