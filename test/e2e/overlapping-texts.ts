import type { Page } from 'playwright-core'

/** Texts of the network's picture that lie on each other, as the browser drew them; a text has air above and below its letters. */
export function overlappingTexts(page: Page): Promise<string[]> {
  return page.getByRole('group', { name: 'The network' }).evaluate((picture) => {
    const texts = [...picture.querySelectorAll('.labels text')].flatMap((text) => {
      const words = text.textContent.trim()
      const { left, right, top, bottom } = text.getBoundingClientRect()
      const of = text.closest('[data-of]')!.getAttribute('data-of')
      const air = (bottom - top) / 6
      return words === ''
        ? []
        : [{ words, of, left: left + 1, right: right - 1, top: top + air, bottom: bottom - air }]
    })
    return texts.flatMap((a, k) =>
      texts
        .slice(k + 1)
        .filter(
          (b) =>
            a.of !== b.of && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
        )
        .map((b) => `${a.words} of ${a.of} and ${b.words} of ${b.of}`),
    )
  })
}
