import { onScopeDispose, readonly, ref, type Ref } from 'vue'

export interface UseCanvasThemeReturn {
  /** Counts up whenever the theme changes, so that a watcher can draw again. */
  readonly themeVersion: Readonly<Ref<number>>
  /** The colour that a CSS expression, as in `var(--run-1)`, has at an element right now, as `rgb(…)`: canvases and files know no other. */
  resolveColour: (element: HTMLElement, expression: string) => string
}

/** Colours of the style sheet for what is drawn on a canvas, which knows no CSS variables. */
export function useCanvasTheme(): UseCanvasThemeReturn {
  const themeVersion = ref(0)
  const changed = (): void => {
    themeVersion.value++
  }
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributeFilter: ['class', 'style', 'data-theme'] })
  const systemTheme = matchMedia('(prefers-color-scheme: dark)')
  systemTheme.addEventListener('change', changed)
  onScopeDispose(() => {
    observer.disconnect()
    systemTheme.removeEventListener('change', changed)
  })
  return { themeVersion: readonly(themeVersion), resolveColour }
}

function resolveColour(element: HTMLElement, expression: string): string {
  const probe = document.createElement('span')
  probe.style.color = expression
  probe.hidden = true
  element.append(probe)
  const colour = getComputedStyle(probe).color
  probe.remove()
  return colour.startsWith('rgb') ? colour : asRgb(colour)
}

/** A mixture, which browsers give as `oklab(…)`: few programs that show drawings read that. */
function asRgb(colour: string): string {
  const context = new OffscreenCanvas(1, 1).getContext('2d')
  if (context === null) return colour
  context.fillStyle = colour
  context.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data
  return alpha === 255
    ? `rgb(${red}, ${green}, ${blue})`
    : `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`
}
