import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { launchChromium } from '../test/e2e/chromium.ts'
import { root } from './root.ts'

/** Renders resources/icon.svg to the pictures that the installers need. Run it by hand when the icon changes. */
const sizes = [16, 32, 48, 64, 128, 256, 512, 1024]

const svg = await readFile(`${root}resources/icon.svg`, 'utf8')
const folder = `${root}resources/icons`
await mkdir(folder, { recursive: true })
const browser = await launchChromium()
const page = await browser.newPage()
for (const size of sizes) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  )
  await writeFile(`${folder}/${size}x${size}.png`, await page.screenshot({ omitBackground: true }))
}
await browser.close()
