import katex from 'katex'

/**
 * A formula of the program's own as KaTeX's markup; all of them are tested, so that none needs words in its place.
 * @param tex may mark parts by `\htmlData{quantity=ID}{…}`
 * @throws katex.ParseError for what KaTeX cannot set
 */
export function setFormula(tex: string, { isDisplay }: { readonly isDisplay: boolean }): string {
  return katex.renderToString(tex, {
    displayMode: isDisplay,
    output: 'html',
    throwOnError: true,
    strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
    trust: ({ command }) => command === '\\htmlData',
  })
}
