import MarkdownIt, { type Token } from 'markdown-it'

/** Elements that Markdown turns into, without headings and links. */
export type MarkdownTag =
  | ('p' | 'blockquote' | 'pre' | 'code' | 'hr' | 'br' | 'strong' | 'em' | 's' | 'ul' | 'ol' | 'li')
  | ('table' | 'thead' | 'tbody' | 'tr' | 'th' | 'td')

/** Makes the pieces of a rendered text: strings of HTML, nodes of a page. */
export interface MarkdownWriter<Piece> {
  /** Text as it stands, which the writer escapes where it has to. */
  text(text: string): Piece
  element(tag: MarkdownTag, inner: readonly Piece[]): Piece
  /** @param depth 1 to 6 */
  heading(depth: number, inner: readonly Piece[]): Piece
  /** @param start the first number */
  orderedList(start: number, items: readonly Piece[]): Piece
  /** @param href an address with http or https */
  link(href: string, inner: readonly Piece[]): Piece
}

/** Its time grows with the length of the text alone, and what is nested deeper than its limit is left out. */
const parser = new MarkdownIt({ html: false, breaks: true, linkify: true })
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
// Every link is parsed, so that its address is not shown as text; `isPage` decides which ones can be followed.
parser.validateLink = () => true
parser.core.ruler.push('checkbox', ({ tokens }) => {
  tokens.forEach((token, k) => {
    const first = token.type === 'inline' ? token.children?.[0] : undefined
    if (first?.type !== 'text' || tokens[k - 2]?.type !== 'list_item_open') return
    first.content = first.content.replace(/^\[([ xX])\] /, (_, mark) => (mark === ' ' ? '☐ ' : '☑ '))
  })
})

/**
 * Renders Markdown without anything that could run or be fetched: HTML within it is shown as the text that it is,
 * pictures as their words, and only links to http and https are links.
 */
export function renderMarkdown<Piece>(markdown: string, writer: MarkdownWriter<Piece>): Piece[] {
  return renderTokens(parser.parse(markdown, {}), writer)
}

/** An element whose end has not come yet. */
interface OpenElement<Piece> {
  readonly token: Token
  readonly inner: Piece[]
}

function renderTokens<Piece>(tokens: readonly Token[], writer: MarkdownWriter<Piece>): Piece[] {
  const all: Piece[] = []
  const open: OpenElement<Piece>[] = []
  for (const token of tokens) {
    if (token.nesting === 1) open.push({ token, inner: [] })
    else {
      const ended = token.nesting === -1 ? open.pop() : undefined
      const pieces = ended === undefined ? renderLeaf(token, writer) : renderElement(ended, writer)
      const place = open.at(-1)?.inner ?? all
      for (const piece of pieces) place.push(piece)
    }
  }
  return all
}

function renderElement<Piece>(
  { token, inner }: OpenElement<Piece>,
  writer: MarkdownWriter<Piece>,
): readonly Piece[] {
  // The paragraph of a list's item that is one line.
  if (token.hidden) return inner
  switch (token.type) {
    case 'heading_open':
      return [writer.heading(Number(token.tag.slice(1)), inner)]
    case 'ordered_list_open':
      return [writer.orderedList(Number(token.attrGet('start') ?? 1), inner)]
    case 'link_open': {
      const href = String(token.attrGet('href') ?? '')
      return isPage(href) ? [writer.link(href, inner)] : inner
    }
    default:
      return [writer.element(token.tag as MarkdownTag, inner)]
  }
}

function renderLeaf<Piece>(token: Token, writer: MarkdownWriter<Piece>): Piece[] {
  const { type, content } = token
  switch (type) {
    case 'inline':
      return renderTokens(token.children ?? [], writer)
    case 'code_inline':
      return [writer.element('code', [writer.text(content)])]
    case 'code_block':
    case 'fence':
      return [writer.element('pre', [writer.element('code', [writer.text(content.replace(/\n$/, ''))])])]
    case 'softbreak':
    case 'hardbreak':
      return [writer.element('br', [])]
    case 'hr':
      return [writer.element('hr', [])]
    default:
      return content === '' ? [] : [writer.text(content)]
  }
}

function isPage(href: string): boolean {
  return URL.canParse(href) && ['http:', 'https:'].includes(new URL(href).protocol)
}
