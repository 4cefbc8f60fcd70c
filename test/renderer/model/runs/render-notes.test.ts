import { describe, expect, it } from 'vitest'
import { createSSRApp, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { NOTES_LIMIT } from '#contract/limits.ts'
import { renderNotes } from '../../../../renderer/model/runs/render-notes.ts'

const htmlOf = (markdown: string): Promise<string> =>
  renderToString(
    createSSRApp({
      render: () =>
        h(
          'main',
          renderNotes(markdown, () => undefined),
        ),
    }),
  )

describe('notes', () => {
  it.each([
    ['**bold** and _less_', '<p><strong>bold</strong> and <em>less</em></p>'],
    ['# Why\n\n- a\n- `b`', '<h4>Why</h4><ul><li>a</li><li><code>b</code></li></ul>'],
    ['3. three\n4. four', '<ol start="3"><li>three</li><li>four</li></ol>'],
    ['one\ntwo', '<p>one<br>two</p>'],
    ['    x < 1', '<pre><code>x &lt; 1</code></pre>'],
    [
      '~~wrong~~ https://example.org.',
      '<p><s>wrong</s> <a href="https://example.org" title="https://example.org" rel="noopener noreferrer">https://example.org</a>.</p>',
    ],
    ['- [x] trained\n- [ ] compared', '<ul><li>☑ trained</li><li>☐ compared</li></ul>'],
    [
      '|a|b|\n|-|-|\n|1|2|',
      '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
    ],
    [
      '[book](https://example.org/a)',
      '<p><a href="https://example.org/a" title="https://example.org/a" rel="noopener noreferrer">book</a></p>',
    ],
  ])('in Markdown: %j', async (markdown, html) => {
    expect((await htmlOf(markdown)).replaceAll(/<!--.*?-->/g, '')).toBe(`<main>${html}</main>`)
  })

  it.each([
    '**a ',
    '>',
    '> ',
    '[',
    '[a](',
    '![a](',
    '*a_ ',
    '`',
    '- ',
    'a**',
    'https://a(',
    '|a|b|\n',
    '<!--',
  ])('are shown whatever they repeat: %j', async (piece) => {
    const html = await htmlOf(piece.repeat(Math.floor(NOTES_LIMIT / piece.length)))
    expect(html).toMatch(/^<main>[^]*<\/main>$/)
  })

  it.each([
    '<script>alert(1)</script>',
    'a <img src=x onerror=alert(1)> b',
    '<div onclick="alert(1)">\n\n**x**\n\n</div>',
    '[click](javascript:alert(1))',
    '[click](JAVASCRIPT&#58;alert(1))',
    '[click](data:text/html,<script>alert(1)</script>)',
    '![picture](https://example.org/track.png)',
    '<https://example.org/"onmouseover="alert(1)>',
    '`<b>` **<i>** [<u>](https://example.org)',
  ])('run and fetch nothing: %j', async (markdown) => {
    const html = await htmlOf(markdown)
    const tags = [...html.matchAll(/<(\w+)/g)].map(([, tag]) => tag!)
    const allowed = ['main', 'p', 'a', 'strong', 'code', 'em']
    expect(tags.filter((tag) => !allowed.includes(tag))).toEqual([])
    for (const [, attributes] of html.matchAll(/<a\b([^>]*)>/g)) expect(attributes).toMatch(/^ href="https:/)
  })
})
