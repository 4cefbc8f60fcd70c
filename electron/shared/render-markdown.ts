import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked'

/** Elements that Markdown turns into, without headings and links. */
export type MarkdownTag =
  | ('p' | 'blockquote' | 'pre' | 'code' | 'hr' | 'br' | 'strong' | 'em' | 'del' | 'ul' | 'ol' | 'li')
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

/**
 * Renders Markdown without anything that could run or be fetched: HTML within it is shown as the text that it is,
 * pictures as their words, and only links to http and https are links.
 */
export function renderMarkdown<Piece>(markdown: string, writer: MarkdownWriter<Piece>): Piece[] {
  return renderAll(new Lexer({ gfm: true, breaks: true }).lex(markdown), writer)
}

function renderAll<Piece>(tokens: readonly Token[] | undefined, writer: MarkdownWriter<Piece>): Piece[] {
  return (tokens ?? []).flatMap((token) => render(token as MarkedToken, writer))
}

function render<Piece>(token: MarkedToken, writer: MarkdownWriter<Piece>): Piece[] {
  const element = (tag: MarkdownTag, tokens?: readonly Token[]): Piece[] => [
    writer.element(tag, renderAll(tokens, writer)),
  ]
  switch (token.type) {
    case 'space':
    case 'def':
      return []
    case 'heading':
      return [writer.heading(token.depth, renderAll(token.tokens, writer))]
    case 'paragraph':
      return element('p', token.tokens)
    case 'blockquote':
      return element('blockquote', token.tokens)
    case 'code':
      return [writer.element('pre', [writer.element('code', [writer.text(token.text)])])]
    case 'hr':
      return element('hr')
    case 'list':
      return [renderList(token, writer)]
    case 'list_item':
      return element('li', token.tokens)
    case 'table':
      return [renderTable(token, writer)]
    case 'strong':
      return element('strong', token.tokens)
    case 'em':
      return element('em', token.tokens)
    case 'del':
      return element('del', token.tokens)
    case 'codespan':
      return [writer.element('code', [writer.text(token.text)])]
    case 'br':
      return element('br')
    case 'checkbox':
      return [writer.text(token.checked ? '☑ ' : '☐ ')]
    case 'link': {
      const words = renderAll(token.tokens, writer)
      return isPage(token.href) ? [writer.link(token.href, words)] : words
    }
    case 'text':
      return 'tokens' in token && token.tokens !== undefined
        ? renderAll(token.tokens, writer)
        : [writer.text(token.text)]
    case 'image':
    case 'escape':
      return [writer.text(token.text)]
    case 'html':
      return [writer.text(token.raw)]
  }
}

function renderList<Piece>({ ordered, start, items }: Tokens.List, writer: MarkdownWriter<Piece>): Piece {
  const entries = items.map((item) => writer.element('li', renderAll(item.tokens, writer)))
  return ordered ? writer.orderedList(start === '' ? 1 : start, entries) : writer.element('ul', entries)
}

function renderTable<Piece>({ header, rows }: Tokens.Table, writer: MarkdownWriter<Piece>): Piece {
  const line = (tag: 'th' | 'td', cells: readonly Tokens.TableCell[]): Piece =>
    writer.element(
      'tr',
      cells.map((cell) => writer.element(tag, renderAll(cell.tokens, writer))),
    )
  const body = rows.map((row) => line('td', row))
  return writer.element('table', [
    writer.element('thead', [line('th', header)]),
    writer.element('tbody', body),
  ])
}

function isPage(href: string): boolean {
  return URL.canParse(href) && ['http:', 'https:'].includes(new URL(href).protocol)
}
