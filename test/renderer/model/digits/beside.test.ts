import { describe, expect, it } from 'vitest'
import { answerName, besideRows, describeAgreement } from '../../../../renderer/model/digits/beside.ts'

const two = { prediction: { digit: 1, outputs: [0.25, 0.75] }, classNames: ['cat', 'dog'] }
const three = { prediction: { digit: 0, outputs: [0.5, 0.3, 0.2] }, classNames: ['dog', 'bird', 'cat'] }

describe('several networks on one drawing', () => {
  it('stand in rows of the same class, whatever place it has among their outputs', () => {
    expect(
      besideRows([two, three]).map(({ name, cells }) => [name, ...cells.map((cell) => cell?.text ?? null)]),
    ).toEqual([
      ['cat', '0.250', '0.200'],
      ['dog', '0.750', '0.500'],
      ['bird', null, '0.300'],
    ])
  })

  it('keep their rows before there is an answer', () => {
    const asked = { ...two, prediction: null }
    expect(besideRows([asked]).map(({ cells }) => cells[0]!.text)).toEqual(['', ''])
    expect([asked, two, three].map(answerName)).toEqual([null, 'dog', 'dog'])
  })

  it('say whether they agree', () => {
    const of = (...answers: string[]): string =>
      describeAgreement(answers.map((answer, k) => ({ run: `run ${k + 1}`, answer })))
    expect(of('7')).toBe('')
    expect(of('8', '8')).toBe('All 2 read an 8.')
    expect(of('1', '7', '7')).toBe('2 of 3 read a 7; run 1 reads a 1.')
    expect(of('1', '7')).toBe('run 1 reads a 1; run 2 reads a 7.')
    expect(of('1', '7', '2', '7', '2')).toBe('2 of 5 read a 7; run 3 and run 5 read a 2; run 1 reads a 1.')
  })
})
