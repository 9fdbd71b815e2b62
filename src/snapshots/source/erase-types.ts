import { type Edit, eraseType, rewrite, type WrittenNode } from './source-edits.ts';

/**
 * Used before a node is looked into: the edit that takes it away whole, because only the compiler reads it; null where
 * something of it runs. In the place of a statement a `;` stays, so that the lines around it do not grow together.
 */
export function erasedWhole(node: WrittenNode): Edit | null {
  const { type, start, end, declaration } = node;
  if (isTypeStatement(node) || (declaration != null && isTypeStatement(declaration)))
    return eraseType(start, end, ';');
  // What it exports may be types. It tells nothing of what runs.
  if (type === 'ExportNamedDeclaration' && declaration == null && node.source == null)
    return rewrite(start, end, ';');
  return type.startsWith('TS') && !holdsCode.has(type) ? eraseType(start, end) : null;
}

const typeStatements = new Set([
  ...[
    'TSInterfaceDeclaration',
    'TSTypeAliasDeclaration',
    'TSDeclareFunction',
    'TSNamespaceExportDeclaration',
  ],
  ...['TSDeclareMethod', 'TSIndexSignature'],
]);
const holdsCode = new Set([
  ...['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion'],
  ...['TSInstantiationExpression', 'TSParameterProperty', 'TSEnumDeclaration', 'TSEnumMember'],
  ...['TSModuleDeclaration', 'TSModuleBlock', 'TSExportAssignment', 'TSImportEqualsDeclaration'],
  ...['TSExternalModuleReference', 'TSQualifiedName'],
]);
const exchanged = /^(?:Import|Export.*|TSImportEquals)Declaration$/;

function isTypeStatement({ type, declare, abstract, importKind, exportKind }: WrittenNode): boolean {
  if (typeStatements.has(type) || declare === true) return true;
  if (exchanged.test(type)) return importKind === 'type' || exportKind === 'type';
  return abstract === true && type === 'ClassProperty';
}

type Edits = (node: WrittenNode, text: string) => readonly Edit[];

/**
 * Used on each node of a file in TypeScript: what makes JavaScript of it without moving anything. Enums become a
 * variable, namespaces a block, `import x = …` a variable; decorators run when the file is loaded, and give way.
 */
export function typeEdits(node: WrittenNode, text: string): readonly Edit[] {
  return editsByType[node.type]?.(node, text) ?? [];
}

const allButTheExpression: Edits = ({ start, end, expression }) => [
  eraseType(start, expression?.start ?? start),
  eraseType(expression?.end ?? end, end),
];

const editsByType: Readonly<Record<string, Edits>> = {
  TSAsExpression: allButTheExpression,
  TSSatisfiesExpression: allButTheExpression,
  TSNonNullExpression: allButTheExpression,
  TSTypeAssertion: allButTheExpression,
  Decorator: ({ start, end }) => [rewrite(start, end)],
  TSParameterProperty: (node) => [rewrite(node.start, node.parameter?.start ?? node.start)],
  Identifier: identifierEdits,
  VariableDeclarator: (node, text) => (node.definite && node.id ? markAfter(nameEnd(node.id), text) : []),
  ImportSpecifier: (node, text) => (node.importKind === 'type' ? withComma(node, text) : []),
  ExportSpecifier: (node, text) => (node.exportKind === 'type' ? withComma(node, text) : []),
  ArrowFunctionExpression: returnTypeEdits,
  ClassDeclaration: classEdits,
  ClassExpression: classEdits,
  ClassMethod: memberEdits,
  ClassPrivateMethod: memberEdits,
  ClassProperty: memberEdits,
  ClassPrivateProperty: memberEdits,
  ClassAccessorProperty: memberEdits,
  TSEnumDeclaration: enumEdits,
  TSEnumMember: ({ start, end, initializer }) => [rewrite(start, initializer?.start ?? end)],
  TSModuleDeclaration: ({ start, body }) => (isOne(body) ? [rewrite(start, body.start)] : []),
  TSModuleBlock: ({ body }, text) =>
    isOne(body) ? [] : (body ?? []).flatMap((one) => unexported(one, text)),
  TSImportEqualsDeclaration: importEdits,
  ExportNamedDeclaration: ({ start, declaration }) =>
    declaration?.type === 'TSModuleDeclaration' ? [rewrite(start, declaration.start)] : [],
  // An object or a class is an expression only behind an operator.
  TSExportAssignment: ({ start, expression }) => [rewrite(start, expression?.start ?? start, 'void')],
};

function isOne(body: WrittenNode['body']): body is WrittenNode {
  return body !== undefined && 'type' in body;
}

/** `this` in the place of a parameter is a type; elsewhere it is no identifier. */
function identifierEdits(node: WrittenNode, text: string): readonly Edit[] {
  if (node.name === 'this') return withComma(node, text);
  return node.optional ? markAfter(nameEnd(node), text) : [];
}

function nameEnd({ start, name }: WrittenNode): number {
  return start + String(name ?? '').length;
}

/** The `?` or `!` behind a name. */
function markAfter(from: number, text: string): readonly Edit[] {
  const at = from + text.slice(from).search(/[?!]/);
  return [eraseType(at, at + 1)];
}

function withComma({ start, end }: WrittenNode, text: string): readonly Edit[] {
  return [eraseType(start, end + (/^\s*,/.exec(text.slice(end))?.[0].length ?? 0))];
}

/** No line may end between the parameters and the arrow: behind a type of several lines the `)` goes to its end. */
function returnTypeEdits({ returnType }: WrittenNode, text: string): readonly Edit[] {
  if (!returnType?.end || !text.slice(returnType.start, returnType.end).includes('\n')) return [];
  const at = text.lastIndexOf(')', returnType.start);
  return [rewrite(at, at + 1), rewrite(returnType.end - 1, returnType.end, ')')];
}

function classEdits(node: WrittenNode, text: string): readonly Edit[] {
  const bodyStart = isOne(node.body) ? node.body.start : node.end;
  const [first, last] = [node.implements?.at(0), node.implements?.at(-1)];
  const head = node.abstract ? wordsIn(text, /\babstract\b/, [headStart(node), bodyStart]) : [];
  if (first === undefined || last === undefined) return head;
  return [...head, eraseType(text.lastIndexOf('implements', first.start), last.end)];
}

const modifiers = /\b(?:private|public|protected|readonly|override|abstract|accessor)\b/g;

function memberEdits(node: WrittenNode, text: string): readonly Edit[] {
  if (node.key === undefined) return [];
  const before = wordsIn(text, modifiers, [headStart(node), node.key.start]);
  return [...before, ...(node.optional || node.definite ? markAfter(node.key.end, text) : [])];
}

/** Decorators may hold any words. */
function headStart({ start, decorators }: WrittenNode): number {
  return Math.max(start, ...(decorators ?? []).map(({ end }) => end));
}

function wordsIn(text: string, word: RegExp, [from, to]: readonly [number, number]): readonly Edit[] {
  const found = [...text.slice(from, to).matchAll(new RegExp(word, 'g'))];
  return found.map(({ 0: { length }, index }) => eraseType(from + index, from + index + length));
}

/** `enum A { B = 1, C }` becomes `var  A = [    1,  ];`: what is computed in it stays, and its name is known. */
function enumEdits({ start, end, id, members = [] }: WrittenNode, text: string): readonly Edit[] {
  // What follows would be taken for a part of it.
  if (!id || /^\s*[([`+-]/.test(text.slice(end))) return [rewrite(start, end, ';')];
  const brace = text.indexOf('{', id.end);
  const [first] = members;
  const values = first
    ? [rewrite(first.start, first.start, '['), rewrite(end - 1, end, ']')]
    : [rewrite(end - 1, end, '0')];
  return [
    rewrite(start, id.start, 'var'),
    rewrite(brace, brace + 1, '='),
    ...values,
    ...(text[end] === ' ' ? [rewrite(end, end, ';')] : []),
  ];
}

function importEdits({ start, id }: WrittenNode, text: string): readonly Edit[] {
  const at = text.indexOf('import', start);
  return id ? [rewrite(at, id.start, 'var')] : [];
}

/** What a namespace exports is declared in its block. */
function unexported({ start }: WrittenNode, text: string): readonly Edit[] {
  return text.startsWith('export', start) ? [rewrite(start, start + 'export'.length)] : [];
}
