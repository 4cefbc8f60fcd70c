/** Signs of numbers in pixels, seven rows of five each. */
const GLYPHS: Readonly<Record<string, string>> = {
  '0': '.###. #...# #..## #.#.# ##..# #...# .###.',
  '1': '..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.',
  '2': '.###. #...# ....# ...#. ..#.. .#... #####',
  '3': '##### ...#. ..#.. ...#. ....# #...# .###.',
  '4': '...#. ..##. .#.#. #..#. ##### ...#. ...#.',
  '5': '##### #.... ####. ....# ....# #...# .###.',
  '6': '..##. .#... #.... ####. #...# #...# .###.',
  '7': '##### ....# ...#. ..#.. .#... .#... .#...',
  '8': '.###. #...# #...# .###. #...# #...# .###.',
  '9': '.###. #...# #...# .#### ....# ...#. .##..',
  '.': '..... ..... ..... ..... ..... .##.. .##..',
  '+': '..... ..#.. ..#.. ##### ..#.. ..#.. .....',
  '-': '..... ..... ..... ##### ..... ..... .....',
  e: '..... ..... .###. #...# ##### #.... .###.',
}
/** Stands for a sign that is none of a number. */
const UNKNOWN = '##### #...# #...# #...# #...# #...# #####'

/** Height of a line, and how far it is from one sign to the next, in pixels. */
export const GLYPH_HEIGHT = 7
export const GLYPH_ADVANCE = 6

/** Width of a text, in pixels. */
export const textWidth = (text: string): number => Math.max(0, text.length * GLYPH_ADVANCE - 1)

/** The pixels of a text that have ink. */
export function* inkOf(text: string): Generator<{ readonly x: number; readonly y: number }> {
  for (const [k, sign] of Array.from(text).entries()) {
    const rows = (GLYPHS[sign] ?? UNKNOWN).split(' ')
    for (const [y, row] of rows.entries()) {
      for (const [x, pixel] of Array.from(row).entries())
        if (pixel === '#') yield { x: k * GLYPH_ADVANCE + x, y }
    }
  }
}
