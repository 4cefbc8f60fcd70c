import { expect, test } from 'vitest'
import { judgeReluSlopes } from '../../../../renderer/model/learn/functions/relu-slopes.ts'

test.each([
  [
    ['0', '1', '0'],
    ['right', 'right', 'right'],
  ],
  [
    ['0', '1', '0,5'],
    ['right', 'right', 'right'],
  ],
  [
    [' 0 ', '1.0', '1'],
    ['right', 'right', 'right'],
  ],
  [
    ['1', '0', '−0.1'],
    ['wrong', 'wrong', 'wrong'],
  ],
  [
    ['', '3', 'none'],
    ['missing', 'wrong', 'wrong'],
  ],
  [
    ['-2', '1', '1.01'],
    ['wrong', 'right', 'wrong'],
  ],
  [[], ['missing', 'missing', 'missing']],
])('slopes of ReLU %j are %j', (answers, verdicts) => {
  expect(judgeReluSlopes(answers)).toEqual(verdicts)
})
