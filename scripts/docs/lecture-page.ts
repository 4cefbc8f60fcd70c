import { LECTURE_PAGES } from '../../renderer/model/learn/lecture-pages.ts'
import { generatedFrom, table } from './markdown.ts'

/** docs/lecture.md: each page of the lecture, and the view that answers it. */
export function writeLecturePage(): string {
  return [
    generatedFrom('renderer/model/learn/lecture-pages.ts'),
    '# The lecture and the program',
    'The lecture on fully connected networks, page by page, and where each page can be tried. **Path** in Learn leads through many of them by a question each.',
    table(
      ['Page of the lecture', 'What a student can do', 'Where'],
      LECTURE_PAGES.map(({ title, aim, answers }) => [
        title,
        aim,
        answers.map(({ label }) => label).join('; '),
      ]),
    ),
  ].join('\n\n')
}
