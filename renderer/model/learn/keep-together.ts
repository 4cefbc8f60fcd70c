const NO_BREAK = '\u00a0'

/** A text whose formulas and percentages are not torn apart at the end of a line: `y − d`, `2 (y − d)`, `η = 0.1`, `95 %`. */
export const keepTogether = (text: string): string =>
  text
    .replaceAll(/ ([=<>≈≤≥−+·→]) /g, `${NO_BREAK}$1${NO_BREAK}`)
    .replaceAll(/(\d) %/g, `$1${NO_BREAK}%`)
    .replaceAll(/(?<=(?:^|\s)[\dA-Za-zη½]) \((?=\S+[\u00a0])/g, `${NO_BREAK}(`)
