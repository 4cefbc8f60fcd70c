import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

/** The title of a dialog stands beside its close button, never under it, and leaves a low window to what it is about. */
const DIALOG_SLOTS = {
  header: 'min-h-12 flex-none items-start gap-3 py-3 sm:px-4',
  wrapper: 'min-w-0 flex-1 wrap-anywhere',
  close: 'static -my-1 flex-none',
  body: 'p-4 sm:p-4',
  footer: 'flex-wrap py-3 sm:px-4',
}

/** Under the pointer a filled button stays as readable as the rule for texts asks: with 75 % of its colour it had 3.5 : 1. */
const HOVERED_BUTTONS = [
  { color: 'primary', variant: 'solid', class: 'hover:bg-primary/90 active:bg-primary/90' },
  { color: 'error', variant: 'solid', class: 'hover:bg-error/90 active:bg-error/90' },
  ...(['primary', 'error'] as const).map((color) => ({
    color,
    variant: 'link',
    class: `hover:text-${color} active:text-${color} hover:underline`,
  })),
]

/** Of KaTeX's fonts the newest format alone, which every browser that runs the window reads. */
const woff2Only: Plugin = {
  name: 'woff2-only',
  enforce: 'pre',
  transform(code, id) {
    if (!/katex(\.min)?\.css/.test(id)) return null
    return code.replaceAll(/,url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)/g, '')
  },
}

/** The window: a Vue application built to plain files that Electron's app protocol or browser mode serves. */
export default defineConfig({
  root: 'renderer',
  base: './',
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    // The page's policy takes fonts from its own files alone, never from a text in the style sheet.
    assetsInlineLimit: (file) => (file.endsWith('.woff2') ? false : undefined),
    chunkSizeWarningLimit: 2000,
    license: { fileName: 'licenses.md' },
    // How long plugins take is no warning to who starts the program.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  plugins: [
    woff2Only,
    vue(),
    ui({
      dts: false,
      colorMode: true,
      autoImport: false,
      ui: {
        colors: { primary: 'blue', neutral: 'zinc' },
        button: { compoundVariants: HOVERED_BUTTONS },
        modal: { slots: DIALOG_SLOTS },
        slideover: { slots: DIALOG_SLOTS },
        // The words beside it say why it cannot be switched: they are to be read, and only the switch is faint.
        switch: { variants: { disabled: { true: { root: 'opacity-100', base: 'opacity-75' } } } },
      },
      // Icons are named in scripts too, by places, commands and statuses.
      icon: { clientBundle: { scan: { globInclude: ['**/*.{vue,ts}'] } } },
    }),
  ],
})
