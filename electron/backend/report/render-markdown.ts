import { renderMarkdown as render } from '#shared/render-markdown.ts'
import { markup, Markup } from './markup.ts'

const VOID_TAGS: ReadonlySet<string> = new Set(['hr', 'br'])

/** Notes in Markdown as HTML, in which nothing can run or be fetched. */
export function renderMarkdown(markdown: string): Markup {
  const element = (tag: string, inner: readonly Markup[]): Markup => {
    const open = new Markup(`<${tag}>`)
    return VOID_TAGS.has(tag) ? open : markup`${open}${inner}${new Markup(`</${tag}>`)}`
  }
  const pieces = render<Markup>(markdown, {
    element,
    text: (text) => markup`${text}`,
    // The report's own headings stand above those of notes.
    heading: (depth, inner) => element(depth === 1 ? 'h4' : 'h5', inner),
    orderedList: (start, items) => markup`<ol start="${start}">${items}</ol>`,
    link: (href, inner) => markup`<a href="${href}" rel="noopener noreferrer">${inner}</a>`,
  })
  return markup`${pieces}`
}
