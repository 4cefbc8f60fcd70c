/**
 * Why a person does not see what has the focus, in words; null where it is seen: it lies in the window, under nothing, and has
 * a ring that stands out by 3 : 1 from what is around it, in the light theme and in the dark one. It runs in the page, so it
 * refers to nothing outside.
 */
export function findFocusFault(): string | null {
  const focused = document.activeElement
  if (focused === null || focused === document.body) return 'nothing has the focus'
  const name = `${focused.getAttribute('role') ?? focused.tagName.toLowerCase()} '${(
    focused.getAttribute('aria-label') ?? focused.textContent
  )
    .trim()
    .slice(0, 40)}'`

  const rect = focused.getBoundingClientRect()
  let { left, top, right, bottom } = rect
  for (let each = focused.parentElement; each !== null; each = each.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(each)
    const own = each.getBoundingClientRect()
    if (overflowX !== 'visible') [left, right] = [Math.max(left, own.left), Math.min(right, own.right)]
    if (overflowY !== 'visible') [top, bottom] = [Math.max(top, own.top), Math.min(bottom, own.bottom)]
  }
  ;[left, right] = [Math.max(left, 0), Math.min(right, innerWidth)]
  ;[top, bottom] = [Math.max(top, 0), Math.min(bottom, innerHeight)]
  // Of something small all must be seen, of something large, such as a box that scrolls, a good part.
  const isSeen = (from: number, to: number, whole: number): boolean => to - from >= Math.min(whole - 2, 40)
  if (!isSeen(left, right, rect.width) || !isSeen(top, bottom, rect.height)) return `${name} is not in sight`

  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
  const isOwn =
    hit !== null && (focused.contains(hit) || hit.contains(focused) || focused.parentElement!.contains(hit))
  if (!isOwn) return `${name} lies under ${hit?.tagName.toLowerCase() ?? 'nothing'}`

  const style = getComputedStyle(focused)
  const offset = Number.parseFloat(style.outlineOffset)
  if (style.outlineStyle === 'none' || Number.parseFloat(style.outlineWidth) < 2) return `${name} has no ring`

  /** Red, green, blue of 0 to 255, and alpha; every notation of CSS is drawn to learn it. */
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
  const rgbaOf = (colour: string): number[] => {
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = colour
    context.fillRect(0, 0, 1, 1)
    return [...context.getImageData(0, 0, 1, 1).data]
  }
  const luminanceOf = (rgba: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = rgba.map((value) => {
      const share = value / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  let around: Element | null = offset < 0 ? focused : focused.parentElement
  while (around !== null && rgbaOf(getComputedStyle(around).backgroundColor)[3]! < 255)
    around = around.parentElement
  const backdrop = around ?? document.documentElement

  const themes = document.documentElement.classList
  const isDark = themes.contains('dark')
  try {
    for (const inDark of [!isDark, isDark]) {
      themes.toggle('dark', inDark)
      const [lighter, darker] = [
        luminanceOf(rgbaOf(getComputedStyle(focused).outlineColor)),
        luminanceOf(rgbaOf(getComputedStyle(backdrop).backgroundColor)),
      ].sort((a, b) => b - a)
      const contrast = (lighter! + 0.05) / (darker! + 0.05)
      if (contrast < 3)
        return `${name} has a ring of ${contrast.toFixed(1)} : 1 in the ${inDark ? 'dark' : 'light'} theme`
    }
  } finally {
    themes.toggle('dark', isDark)
  }
  return null
}
