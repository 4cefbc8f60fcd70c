/**
 * The name of a field, a setting or an activation as it stands within a sentence, with a small letter but for abbreviations,
 * symbols and names such as ReLU: `learning rate`, `L2 λ`.
 */
export const inSentence = (name: string): string =>
  name.replace(/^[A-Z](?=[a-z]+\b)/, (letter) => letter.toLowerCase())
