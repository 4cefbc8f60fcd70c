/** References within parts that are drawn by reference themselves, at most: each such level may multiply what is drawn. */
const MOST_NESTED_REFERENCES = 12

/** Elements that cost time which grows with their attributes, whatever the size of the drawing. */
const COSTLY = /<(?:\w+:)?fe(?:Turbulence|Morphology|ConvolveMatrix|DisplacementMap|Image|Tile|\w+Lighting)\b/

const REFERENCE = /(?:href\s*=\s*["']\s*#|url\(\s*["']?#)([^"')]+)/g
const TAG = /<(\/?)([\w:-]+)([^>]*?)(\/?)>/g

/**
 * Looks through the text of an SVG drawing before it is drawn, which nobody can stop once it began: a few hundred bytes that
 * refer to themselves in levels stand for billions of lines.
 * @returns what was expected and what came instead; null where it can be drawn
 */
export function judgeDrawing(source: string): { readonly expected: string; readonly got: string } | null {
  const text = source.replace(/&#(x?)([0-9a-f]{1,6});/gi, (_, hex: string, digits: string) =>
    String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(digits, hex === '' ? 10 : 16) || 0)),
  )
  if (/<!ENTITY[^>]*[<#&]/.test(text))
    return { expected: 'a drawing without entities of its own', got: 'some' }
  const costly = COSTLY.exec(text)
  if (costly !== null)
    return { expected: 'a drawing of lines and areas', got: `one with ${costly[0].slice(1)}` }
  const nested = countNestedReferences(text)
  if (nested <= MOST_NESTED_REFERENCES) return null
  return {
    expected: `at most ${MOST_NESTED_REFERENCES} references within parts that are referred to`,
    got: String(nested),
  }
}

function countNestedReferences(text: string): number {
  const referenced = new Set(Array.from(text.matchAll(REFERENCE), ([, id]) => id!.trim()))
  // Rules of style may refer to parts from anywhere.
  let count = Array.from(text.matchAll(/<(?:\w+:)?style\b[^]*?<\//g)).reduce(
    (sum, [style]) => sum + countIn(style),
    0,
  )
  const isReferenced: boolean[] = []
  let depth = 0
  for (const [, end, , attributes = '', isAlone] of text.matchAll(TAG)) {
    if (end === '/') {
      if (isReferenced.pop() === true) depth--
      continue
    }
    const id = /(?:^|\s)(?:xml:)?id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1]
    const isOne = id !== undefined && referenced.has(id.trim())
    if (depth > 0 || isOne) count += countIn(attributes)
    if (isAlone === '/') continue
    isReferenced.push(isOne)
    if (isOne) depth++
  }
  return count
}

const countIn = (text: string): number => Array.from(text.matchAll(REFERENCE)).length
