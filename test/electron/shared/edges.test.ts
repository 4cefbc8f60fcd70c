import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { writeCsv } from '#shared/csv.ts'
import { escapeTerminal, escapeTerminalJson, escapeTerminalLine } from '#shared/escape-terminal.ts'
import { fileNameOf, fileStemOf, makeFileStem } from '#shared/file-names.ts'
import { quoteWord } from '#shared/shell-words.ts'

/** What must never reach a terminal as it is, but for the end of a line and the tab. */
const CONTROLS = [
  ...Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter((c) => /\p{Cc}/u.test(c)),
  ...[
    '\u061c',
    '\u200e',
    '\u200f',
    '\u2028',
    '\u2029',
    '\u202a',
    '\u202e',
    '\u2066',
    '\u2069',
    '\ud800',
    '\udfff',
  ],
]

describe('A text for a terminal', () => {
  it.each<[string, string, string]>([
    ['an escape sequence', 'a\u001b[2Jb', 'a\\u001b[2Jb'],
    ['a title', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
    ['the same in Latin-1', '\u009d0;owned\u009c', '\\u009d0;owned\\u009c'],
    ['a return to the start of the line', 'real\rfake', 'real\\u000dfake'],
    ['another direction', 'exe.\u202egpj', 'exe.\\u202egpj'],
    ['half a character', 'a\ud83d', 'a\\ud83d'],
  ])('shows %s instead of acting upon it', (_, text, shown) => {
    expect(escapeTerminal(text)).toBe(shown)
    expect(escapeTerminalLine(text)).toBe(shown)
  })

  it('keeps all that is only shown', () => {
    const text = 'Bär 数字 שלום 👩‍👩‍👧 1 × 2\n\tnext'
    expect(escapeTerminal(text)).toBe(text)
    expect(escapeTerminalLine(text)).toBe('Bär 数字 שלום 👩‍👩‍👧 1 × 2\\u000a\\u0009next')
  })

  it('is JSON of the same value where it is JSON', () => {
    for (const control of CONTROLS) {
      const json = escapeTerminalJson(JSON.stringify({ name: `a${control}b` }))
      expect(json).toMatch(/^[ -~]+$/)
      expect(JSON.parse(json)).toEqual({ name: `a${control}b` })
    }
  })
})

describe('A cell of CSV', () => {
  it.each<[string, string]>([
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['+1+cmd|calc', "'+1+cmd|calc"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t=1"`],
    ['\r=1', `"'\r=1"`],
    ['\n=1', `"'\n=1"`],
    ['＝1+1', "'＝1+1"],
    ['784-30-10', '784-30-10'],
    ['a=b', 'a=b'],
    ['-0.5', '-0.5'],
    ['+1e-3', '+1e-3'],
    ['', ''],
  ])('of the text %j is %j', (text, cell) => {
    expect(writeCsv([[text]])).toBe(`${cell}\r\n`)
  })

  it('stays a number where it is one, and empty where there is none', () => {
    expect(writeCsv([[-1.5, 0, null, Number.NaN, -Infinity, 1e-7]])).toBe('-1.5,0,,NaN,-Infinity,1e-7\r\n')
  })
})

describe('A name for a file', () => {
  it.each<[string, string]>([
    ['CON', 'file-CON'],
    ['nul.txt', 'file-nul.txt'],
    ['com7', 'file-com7'],
    ['LPT¹', 'file-LPT1'],
    ['console', 'console'],
    ['../../etc/passwd', 'etc-passwd'],
    ['a\u0000b\u001b[2J\u202e', 'a-b-2J'],
    ['ends in dots. . .', 'ends-in-dots'],
    ['...', ''],
    ['数字 1', '数字-1'],
  ])('made of %j is %j', (name, stem) => {
    expect(makeFileStem(name)).toBe(stem)
    expect(fileStemOf({ id: 'k7', name })).toBe(stem || 'k7')
  })

  it.each([
    'a'.repeat(1000),
    '数'.repeat(1000),
    '𝒳'.repeat(1000),
    '.'.repeat(100_000) + 'a',
    '-'.repeat(100_000),
  ])('is no longer than a disk takes (%#)', (name) => {
    for (const file of [
      fileNameOf.measures([{ id: 'k7', name }]),
      fileNameOf.weights({ id: 'k7', name }, 999_999, 'safetensors'),
    ]) {
      expect(Buffer.byteLength(file)).toBeLessThanOrEqual(255)
      expect(file.isWellFormed()).toBe(true)
    }
  })
})

describe('A word for a shell', () => {
  it.each(["it's", 'a b', '$HOME `x` "y"', 'a\nb', "\u001b[2J'\\ 数字", 'a\u202eb1', '\u009b7', ''])(
    'comes back: %j',
    (word) => {
      const quoted = quoteWord(word)
      expect(escapeTerminalLine(quoted)).toBe(quoted)
      expect(execFileSync('bash', ['-c', `printf %s ${quoted}`], { encoding: 'utf8' })).toBe(word)
    },
  )
})
