import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { markup, Markup } from './markup.ts'

/**
 * Notes in Markdown as HTML. HTML within them is shown as the text that it is, pictures as their words, and only links to
 * http and https are links, as in the window: nothing in notes can run or be fetched.
 */
export function renderMarkdown(markdown: string): Markup {
  return renderAll(new Lexer({ gfm: true, breaks: true }).lex(markdown))
}

function renderAll(tokens: readonly Token[] | undefined): Markup {
  return markup`${(tokens ?? []).map((token) => render(token as MarkedToken))}`
}

function render(token: MarkedToken): Markup {
  switch (token.type) {
    case 'space':
    case 'def':
      return markup``
    case 'heading': {
      const inner = renderAll(token.tokens)
      // The report's own headings stand above those of notes.
      return token.depth === 1 ? markup`<h4>${inner}</h4>` : markup`<h5>${inner}</h5>`
    }
    case 'paragraph':
      return markup`<p>${renderAll(token.tokens)}</p>`
    case 'blockquote':
      return markup`<blockquote>${renderAll(token.tokens)}</blockquote>`
    case 'code':
      return markup`<pre><code>${token.text}</code></pre>`
    case 'hr':
      return markup`<hr />`
    case 'list':
      return renderList(token)
    case 'table':
      return renderTable(token)
    case 'strong':
      return markup`<strong>${renderAll(token.tokens)}</strong>`
    case 'em':
      return markup`<em>${renderAll(token.tokens)}</em>`
    case 'del':
      return markup`<del>${renderAll(token.tokens)}</del>`
    case 'codespan':
      return markup`<code>${token.text}</code>`
    case 'br':
      return markup`<br />`
    case 'checkbox':
      return markup`${token.checked ? '☑ ' : '☐ '}`
    case 'link':
      return renderLink(token)
    case 'image':
    case 'escape':
      return markup`${token.text}`
    case 'text':
      return 'tokens' in token && token.tokens !== undefined ? renderAll(token.tokens) : markup`${token.text}`
    default:
      return markup`${token.raw}`
  }
}

function renderList({ ordered, start, items }: Tokens.List): Markup {
  const entries = items.map((item) => markup`<li>${renderAll(item.tokens)}</li>`)
  if (!ordered)
    return markup`<ul>
      ${entries}
    </ul>`
  return markup`<ol start="${start === '' ? 1 : start}">
    ${entries}
  </ol>`
}

function renderTable({ header, rows }: Tokens.Table): Markup {
  const head = header.map((cell) => markup`<th>${renderAll(cell.tokens)}</th>`)
  const body = rows.map(
    (row) =>
      markup`<tr>
        ${row.map((cell) => markup`<td>${renderAll(cell.tokens)}</td>`)}
      </tr>`,
  )
  return markup`<table>
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`
}

function renderLink({ href, tokens }: Tokens.Link): Markup {
  const words = renderAll(tokens)
  const isPage = URL.canParse(href) && ['http:', 'https:'].includes(new URL(href).protocol)
  return isPage ? markup`<a href="${href}" rel="noopener noreferrer">${words}</a>` : words
}
