import { renderMarkdown } from '#shared/render-markdown.ts'
import { h, type VNodeChild } from 'vue'

/**
 * Notes in Markdown as elements of the window, in which nothing can run or be fetched.
 * @param openLink opens a page outside the window
 */
export function renderNotes(markdown: string, openLink: (url: string) => void): VNodeChild[] {
  return renderMarkdown<VNodeChild>(markdown, {
    text: (text) => text,
    element: (tag, inner) => h(tag, [...inner]),
    // The window's own headings stand above those of notes.
    heading: (depth, inner) => h(`h${Math.min(6, depth + 3)}`, [...inner]),
    orderedList: (start, items) => h('ol', start === 1 ? {} : { start }, [...items]),
    link: (href, inner) => {
      const onClick = (event: MouseEvent): void => {
        event.preventDefault()
        openLink(href)
      }
      return h('a', { href, title: href, rel: 'noopener noreferrer', onClick }, [...inner])
    },
  })
}
