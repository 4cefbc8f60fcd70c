import { defineStore } from 'pinia'
import { useWorkbenchClient } from '../platform/client.ts'
import { useAnswer } from './answer.ts'
import { type AnswerPart, useDigitsStore } from './digits.ts'

/** Training images that are shown beside a drawing. */
const NEAREST_SHOWN = 12

/** Why the current run answers as it does to what is on the pad; asked as long as a person looks at it. */
export const useDigitsReasonsStore = defineStore('digitsReasons', () => {
  const { api } = useWorkbenchClient()
  const digits = useDigitsStore()

  /** While a person draws, what was said of the last stroke stays until the next is there. */
  const subjectOf = ({ runId, epoch }: { runId: string; epoch: number }): string => `${runId} ${epoch}`
  const askedFor = (part: AnswerPart) => {
    const { run, epoch, image, misfit, shownPart } = digits
    return shownPart !== part || run === null || epoch === null || image === null || misfit !== null
      ? null
      : { runId: run.id, epoch, image }
  }

  /** With the image that it is of, as a person may have drawn on. */
  const reasons = useAnswer(
    () => {
      const asked = askedFor('why')
      // A wrong answer to a test image is held against what is right.
      return asked && { ...asked, against: digits.sample?.label }
    },
    async (question) => ({
      image: question.image,
      columns: digits.imageColumns,
      ...(await api.analysis.explainAnswer(question)),
    }),
    { subjectOf },
  )
  const nearest = useAnswer(
    () => askedFor('near'),
    ({ runId, image }) => api.analysis.findNearest({ runId, image, most: NEAREST_SHOWN }),
    { subjectOf },
  )
  const turned = useAnswer(
    () => askedFor('change'),
    async (question) => ({
      image: question.image,
      ...{ rows: digits.imageRows, columns: digits.imageColumns },
      ...(await api.analysis.turnAnswer(question)),
    }),
    { subjectOf },
  )
  return { reasons, nearest, turned }
})
