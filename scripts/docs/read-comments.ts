import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { root } from '../root.ts'

/** An interface of a source file, and the sentences in front of it and of its properties. */
export interface CommentedInterface {
  readonly comment: string
  readonly properties: readonly { readonly name: string; readonly type: string; readonly comment: string }[]
}

/** The interfaces of a source file, by name. @param file its path from the project's folder */
export function readInterfaces(file: string): Map<string, CommentedInterface> {
  const text = readFileSync(path.join(root, file), 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  return new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map((declaration) => [
      declaration.name.text,
      {
        comment: commentOf(declaration),
        properties: declaration.members.filter(ts.isPropertySignature).map((member) => ({
          name: member.name.getText(source),
          type: member.type?.getText(source) ?? '',
          comment: commentOf(member),
        })),
      },
    ]),
  )
}

/** The documentation comment in front of a node on one line; empty where there is none. */
function commentOf(node: ts.Node): string {
  const parts = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)
  return parts.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '').join(' ')
}
