import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** The window: a Vue application built to plain files that Electron's app protocol or browser mode serves. */
export default defineConfig({
  root: 'renderer',
  base: './',
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    chunkSizeWarningLimit: 2000,
    license: { fileName: 'licenses.md' },
  },
  plugins: [
    vue(),
    ui({
      dts: false,
      colorMode: true,
      autoImport: false,
      ui: { colors: { primary: 'blue', neutral: 'zinc' } },
      // Icons are named in scripts too, by places, commands and statuses.
      icon: { clientBundle: { scan: { globInclude: ['**/*.{vue,ts}'] } } },
    }),
  ],
})
