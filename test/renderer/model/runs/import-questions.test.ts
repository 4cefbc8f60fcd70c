import { describe, expect, it } from 'vitest'
import type { Judgement } from '#core/importing/judge-answers.ts'
import {
  accuracyOf,
  askQuestions,
  type ChosenAnswers,
  choicesOf,
  chosenOf,
  collectAnswers,
  EACH_LAYER,
  isJudgementOf,
  problemOf,
} from '../../../../renderer/model/runs/import-questions.ts'

const asked = askQuestions(['activation', 'output', 'pixels'])
const [activation, , pixels] = asked
const leaky: ChosenAnswers = {
  values: { activation: 'leaky-relu', output: 'softmax', pixels: '0.1307,0.3081' },
  numbers: { slope: 0.2, mean: 0.5 },
}

describe('answers to what a file leaves open', () => {
  it('are what images spoke for, and outputs are probabilities', () => {
    expect(choicesOf(asked, {}).values).toEqual({ output: 'softmax' })
    const spoken = { activation: [{ name: 'tanh' as const }], pixels: { shift: 0.5, scale: 2 } }
    expect(choicesOf(asked, spoken)).toEqual({
      values: { activation: 'tanh', output: 'softmax', pixels: '-1..1' },
      numbers: {},
    })
  })

  it('carry the numbers that belong to them: a slope, an α, mean and deviation', () => {
    expect(collectAnswers(asked, leaky)).toEqual({
      activation: [{ name: 'leaky-relu', slope: 0.2 }],
      output: { name: 'softmax' },
      pixels: { shift: 0.5, scale: 1 / 0.3081 },
    })
    const elu = { ...leaky, values: { ...leaky.values, activation: 'elu' } }
    expect(collectAnswers(asked, elu)!.activation).toEqual([{ name: 'elu' }])
    expect(chosenOf(activation!, elu)!.numbers.map(({ label, usual }) => [label, usual])).toEqual([['α', 1]])
    expect(chosenOf(pixels!, leaky)!.numbers.map(({ usual }) => usual)).toEqual([0.1307, 0.3081])
  })

  it('may be one for each of several hidden layers', () => {
    const spoken = { activation: [{ name: 'relu' as const }, { name: 'tanh' as const }] }
    const several = askQuestions(['activation'], 2)
    const chosen = choicesOf(several, spoken)
    expect(chosen).toEqual({ values: { activation: EACH_LAYER }, numbers: {}, layers: ['relu', 'tanh'] })
    expect(collectAnswers(several, chosen)).toEqual(spoken)
    expect(activation!.choices.map(({ value }) => value)).not.toContain(EACH_LAYER)
  })

  it('are none while a question has none, or a number is missing or cannot be', () => {
    expect(collectAnswers(asked, { ...leaky, values: { output: 'softmax', pixels: '0..1' } })).toBeNull()
    const [slope] = chosenOf(activation!, leaky)!.numbers
    const [, deviation] = chosenOf(pixels!, leaky)!.numbers
    for (const [number, value, problem] of [
      [slope!, null, 'Slope below 0: expected a number'],
      [slope!, 1.5, 'Slope below 0: expected'],
      [deviation!, 0, 'Deviation: expected a number that is not 0'],
    ] as const) {
      const wrong = { ...leaky, numbers: { ...leaky.numbers, [number.name]: value } }
      expect(problemOf(number, wrong)).toContain(problem)
      expect(collectAnswers(asked, wrong)).toBeNull()
    }
    expect(problemOf(slope!, leaky)).toBeNull()
  })

  it('show an accuracy only where it was measured beside what is chosen', () => {
    const answers = collectAnswers(asked, leaky)!
    const judgement: Judgement = {
      questions: {
        activation: [
          { name: 'relu', answer: { activation: [{ name: 'relu' }] }, accuracy: 0.5 },
          { name: 'leaky-relu', answer: { activation: [{ name: 'leaky-relu' }] }, accuracy: 0.6 },
          {
            name: 'leaky-relu:0.2',
            answer: { activation: [{ name: 'leaky-relu', slope: 0.2 }] },
            accuracy: 0.9,
          },
        ],
      },
      beside: answers,
      imageCount: 500,
    }
    const shown = (value: string, chosen = leaky): number | null =>
      accuracyOf(
        activation!,
        activation!.choices.find((choice) => choice.value === value)!,
        chosen,
        judgement,
      )
    expect([shown('relu'), shown('leaky-relu'), shown('tanh')]).toEqual([0.5, 0.9, null])
    expect(shown('leaky-relu', { ...leaky, numbers: {} })).toBe(0.6)
    expect(isJudgementOf(judgement, answers)).toBe(true)
    expect(isJudgementOf(judgement, { ...answers, output: { name: 'sigmoid' } })).toBe(true)
    expect(isJudgementOf(judgement, { ...answers, pixels: { shift: 0, scale: 1 } })).toBe(false)
  })
})
