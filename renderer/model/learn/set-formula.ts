import katex from 'katex'

/**
 * A formula of the program's own as KaTeX's markup; all of them are tested, so that none needs words in its place.
 * In a narrow place it breaks before signs that stand outside of brackets that grow, which KaTeX's own display mode does not do.
 * @param isDisplay whether fractions and sums are as large as on a line of their own
 * @param tex may mark parts by `\htmlData{quantity=ID}{…}`
 * @throws katex.ParseError for what KaTeX cannot set
 */
export function setFormula(tex: string, { isDisplay }: { readonly isDisplay: boolean }): string {
  return katex.renderToString(isDisplay ? `\\displaystyle ${tex}` : tex, {
    output: 'html',
    throwOnError: true,
    strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
    trust: ({ command }) => command === '\\htmlData',
  })
}
