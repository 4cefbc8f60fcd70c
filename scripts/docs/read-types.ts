import path from 'node:path'
import ts from 'typescript'
import { root } from '../root.ts'

/** A field of an object type. */
export interface DescribedField {
  readonly name: string
  readonly isOptional: boolean
  /** As it is written in the source, without `readonly`. */
  readonly type: string
  /** The sentences in front of it; empty where there are none. */
  readonly comment: string
}

/** A type of the source. */
export interface DescribedType {
  readonly name: string
  readonly comment: string
  /** Of an object type; undefined for another, whose text `type` holds. */
  readonly fields?: readonly DescribedField[]
  readonly type?: string
  /** Names of the project's own types that it mentions. */
  readonly mentions: readonly string[]
}

/** Types of one source file and of all that it mentions, with their comments. */
export class TypeReader {
  readonly #checker: ts.TypeChecker
  readonly #source: ts.SourceFile
  /** Types that were met, by name, to be described when they are asked for. */
  readonly #symbols = new Map<string, ts.Symbol>()

  /** @param file its path from the project's folder */
  constructor(file: string) {
    const config = path.join(root, 'electron/tsconfig.json')
    const { options } = ts.parseJsonConfigFileContent(
      { ...(ts.readConfigFile(config, (name) => ts.sys.readFile(name)).config as object), include: [] },
      ts.sys,
      path.dirname(config),
    )
    const program = ts.createProgram([path.join(root, file)], options)
    this.#checker = program.getTypeChecker()
    const source = program.getSourceFile(path.join(root, file))
    if (source === undefined) throw new Error(`Expected the source file ${file}.`)
    this.#source = source
    for (const statement of source.statements) {
      if (!ts.isInterfaceDeclaration(statement)) continue
      const symbol = this.#checker.getSymbolAtLocation(statement.name)
      if (symbol !== undefined) this.#symbols.set(statement.name.text, symbol)
    }
  }

  /** Of an interface of the file: its properties, each with the names of the types that it is one of. */
  listUnions(name: string): { readonly name: string; readonly members: readonly string[] }[] {
    const declaration = this.#source.statements.find(
      (one): one is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(one) && one.name.text === name,
    )
    if (declaration === undefined) throw new Error(`Expected an interface ${name}.`)
    return declaration.members.filter(ts.isPropertySignature).map((member) => ({
      name: ts.isStringLiteral(member.name) ? member.name.text : member.name.getText(),
      members: this.#mentionsOf(member.type),
    }))
  }

  /** @throws Error for a type that was never met */
  describe(name: string): DescribedType {
    const symbol = this.#symbols.get(name)
    if (symbol === undefined) throw new Error(`Expected a type that is mentioned, got ${name}.`)
    const comment = this.#commentOf(symbol)
    const type = this.#checker.getDeclaredTypeOfSymbol(symbol)
    const isObject =
      (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
      !this.#checker.isArrayType(type)
    if (!isObject) {
      const alias = symbol.declarations?.find(ts.isTypeAliasDeclaration)?.type
      const text = this.#textOf(type, alias)
      return { name, comment, type: text, mentions: this.#mentionsOf(alias).filter(isIn(text)) }
    }
    const properties = this.#checker.getPropertiesOfType(type)
    const fields = properties.map((property) => ({
      name: property.name,
      isOptional: (property.flags & ts.SymbolFlags.Optional) !== 0,
      type: this.#textOf(this.#checker.getTypeOfSymbol(property), typeNodeOf(property)),
      comment: this.#commentOf(property),
    }))
    const mentions = properties.flatMap((property, k) =>
      this.#mentionsOf(typeNodeOf(property)).filter(isIn(fields[k]!.type)),
    )
    return { name, comment, fields, mentions }
  }

  /** A type as it is written, or in full where it is taken from somewhere else. */
  #textOf(type: ts.Type, node: ts.TypeNode | undefined): string {
    const written = node?.getText()
    const { NoTruncation, InTypeAlias, UseSingleQuotesForStringLiteralType } = ts.TypeFormatFlags
    const isTaken = written === undefined || /\btypeof\b|\binfer\b|\['/.test(written)
    const text = isTaken
      ? this.#checker.typeToString(
          type,
          undefined,
          NoTruncation | InTypeAlias | UseSingleQuotesForStringLiteralType,
        )
      : written
    return text
      .replace(/\breadonly /g, '')
      .replace(/^\s*\|\s*/, '')
      .replace(/\s+/g, ' ')
  }

  #commentOf(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(this.#checker))
  }

  /** Names of the project's own types in a type as it is written. */
  #mentionsOf(node: ts.TypeNode | undefined): string[] {
    const names: string[] = []
    const visit = (each: ts.Node): void => {
      if (ts.isTypeReferenceNode(each) && ts.isIdentifier(each.typeName)) {
        const found = this.#checker.getSymbolAtLocation(each.typeName)
        const symbol =
          found !== undefined && (found.flags & ts.SymbolFlags.Alias) !== 0
            ? this.#checker.getAliasedSymbol(found)
            : found
        const file = symbol?.declarations?.[0]?.getSourceFile().fileName
        if (symbol !== undefined && file !== undefined && !file.includes('/node_modules/')) {
          this.#symbols.set(each.typeName.text, symbol)
          names.push(each.typeName.text)
        }
      }
      ts.forEachChild(each, visit)
    }
    if (node !== undefined) visit(node)
    return names
  }
}

/** A type that is written in full no longer mentions what it was taken from. */
const isIn =
  (text: string) =>
  (name: string): boolean =>
    new RegExp(`\\b${name}\\b`).test(text)

function typeNodeOf(property: ts.Symbol): ts.TypeNode | undefined {
  return property.declarations?.find(ts.isPropertySignature)?.type
}
