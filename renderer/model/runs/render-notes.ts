import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { h, type VNodeChild } from 'vue'

/**
 * Notes in Markdown as elements of the window. HTML within them is shown as the text that it is, pictures as their
 * words, and only links to http and https are links: nothing in notes can run or be fetched.
 * @param openLink opens a page outside the window
 */
export function renderNotes(markdown: string, openLink: (url: string) => void): VNodeChild[] {
  return renderAll(new Lexer({ gfm: true, breaks: true }).lex(markdown), openLink)
}

type OpenLink = (url: string) => void

function renderAll(tokens: readonly Token[] | undefined, openLink: OpenLink): VNodeChild[] {
  return (tokens ?? []).map((token) => render(token as MarkedToken, openLink))
}

function render(token: MarkedToken, openLink: OpenLink): VNodeChild {
  const inner = (tokens: readonly Token[] | undefined): VNodeChild[] => renderAll(tokens, openLink)
  switch (token.type) {
    case 'space':
    case 'def':
      return null
    case 'heading':
      // The window's own headings stand above those of notes.
      return h(`h${Math.min(6, token.depth + 3)}`, inner(token.tokens))
    case 'paragraph':
      return h('p', inner(token.tokens))
    case 'blockquote':
      return h('blockquote', inner(token.tokens))
    case 'code':
      return h('pre', h('code', token.text))
    case 'hr':
      return h('hr')
    case 'list':
      return h(
        token.ordered ? 'ol' : 'ul',
        token.ordered && token.start !== '' ? { start: token.start } : {},
        token.items.map((item) => h('li', inner(item.tokens))),
      )
    case 'table':
      return renderTable(token, inner)
    case 'strong':
      return h('strong', inner(token.tokens))
    case 'em':
      return h('em', inner(token.tokens))
    case 'del':
      return h('del', inner(token.tokens))
    case 'codespan':
      return h('code', token.text)
    case 'br':
      return h('br')
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ '
    case 'link':
      return renderLink(token, inner(token.tokens), openLink)
    case 'image':
      return token.text
    case 'text':
      return 'tokens' in token && token.tokens !== undefined ? inner(token.tokens) : token.text
    case 'escape':
      return token.text
    default:
      return token.raw
  }
}

function renderTable(
  { header, rows }: Tokens.Table,
  inner: (tokens: readonly Token[]) => VNodeChild[],
): VNodeChild {
  const line = (tag: 'th' | 'td', cells: readonly Tokens.TableCell[]): VNodeChild =>
    h(
      'tr',
      cells.map((cell) => h(tag, inner(cell.tokens))),
    )
  return h('table', [
    h('thead', [line('th', header)]),
    h(
      'tbody',
      rows.map((row) => line('td', row)),
    ),
  ])
}

function renderLink(
  { href }: Tokens.Link | Tokens.Image,
  words: VNodeChild[],
  openLink: OpenLink,
): VNodeChild {
  const isPage = URL.canParse(href) && ['http:', 'https:'].includes(new URL(href).protocol)
  if (!isPage) return words
  const onClick = (event: MouseEvent): void => {
    event.preventDefault()
    openLink(href)
  }
  return h('a', { href, title: href, rel: 'noopener noreferrer', onClick }, words)
}
