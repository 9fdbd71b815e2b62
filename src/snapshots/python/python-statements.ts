import type { Program } from 'acorn';
import type { SyntaxNode } from '../source/syntax-tree.ts';
import { compoundOf, isCompound } from './python-blocks.ts';
import {
  argumentsOf,
  expressionOf,
  innerExpressions,
  listOf,
  parametersOf,
  type Surroundings,
  yieldOf,
} from './python-expressions.ts';
import { type PythonText, partsOf, type Span, type SyntaxPart, splitAt } from './python-text.ts';

/** What statements stand in. */
export type Block = Surroundings & {
  /** Whether it is the body of a class, whose functions are methods. */
  readonly isClass: boolean;
  /** Names that belong to a scope further out: what sets them declares nothing here. */
  readonly foreign: ReadonlySet<string>;
};

/** A whole file as a program. */
export function programOf(top: SyntaxPart, source: PythonText): Program {
  const block: Block = { source, self: null, isClass: false, foreign: new Set() };
  return source.node(top, {
    type: 'Program',
    sourceType: 'script',
    body: statementsIn(top, block),
  }) as Program;
}

/** The body of a compound statement; its braces are the colon and its end. */
export function blockOf(body: SyntaxPart, at: Block): SyntaxNode {
  return at.source.node(body, { type: 'BlockStatement', body: statementsIn(body, at) });
}

function statementsIn(body: SyntaxPart, at: Block): readonly SyntaxNode[] {
  return partsOf(body)
    .flatMap((part) => (part.name === 'StatementGroup' ? partsOf(part) : [part]))
    .filter(({ name }) => name !== ':' && name !== ';')
    .flatMap((part) => statementOf(part, at));
}

function statementOf(part: SyntaxPart, at: Block): readonly SyntaxNode[] {
  const { source } = at;
  const make = (fields: Parameters<PythonText['node']>[1]): readonly SyntaxNode[] => [
    source.node(part, fields),
  ];
  if (isCompound(part)) return compoundOf(part, at);
  switch (part.name) {
    case 'FunctionDefinition':
      return [functionOf(part, at)];
    case 'ClassDefinition':
      return [classOf(part, at)];
    case 'DecoratedStatement':
      return partsOf(part).flatMap((one) =>
        one.name === 'Decorator' ? [asExpression(one, decoratorOf(one, at), at)] : statementOf(one, at),
      );
    case 'AssignStatement':
      return [assignmentOf(part, at)];
    case 'UpdateStatement':
      return [asExpression(part, updateOf(part, at), at)];
    case 'ReturnStatement':
      return make({ type: 'ReturnStatement', argument: listOf(partsOf(part).slice(1), at) });
    case 'YieldStatement':
      return [asExpression(part, yieldOf(part, at), at)];
    case 'RaiseStatement':
      return make({ type: 'ThrowStatement', argument: raisedBy(part, at) });
    case 'BreakStatement':
    case 'ContinueStatement':
      return make({ type: part.name, label: null });
    case 'ImportStatement':
      return make({ type: 'ImportDeclaration', specifiers: [], attributes: [] });
    case 'ScopeStatement':
    case 'TypeDefinition':
      return make({ type: 'EmptyStatement' });
    case 'PassStatement':
      return make({
        type: 'ExpressionStatement',
        expression: source.node(part, { type: 'Literal', raw: 'pass' }),
      });
    case 'DeleteStatement':
    case 'AssertStatement':
    case 'PrintStatement':
      return [asExpression(part, commandOf(part, at), at)];
    default:
      return isMereText(part)
        ? make({ type: 'EmptyStatement' })
        : [asExpression(part, innerExpressions(part, at)[0], at)];
  }
}

/** A text that stands alone tells people what follows; nothing runs. */
function isMereText(part: SyntaxPart): boolean {
  return part.name === 'ExpressionStatement' && /String$|^Ellipsis$/.test(part.firstChild?.name ?? '');
}

function asExpression(part: Span, expression: SyntaxNode | undefined, { source }: Block): SyntaxNode {
  return source.node(part, { type: 'ExpressionStatement', expression: expression ?? source.name(part) });
}

/** `assert x` and `del x` as the call of a function of that name. */
function commandOf(part: SyntaxPart, at: Block): SyntaxNode {
  const [word, ...rest] = partsOf(part);
  const callee = at.source.name(word ?? part);
  const given = splitAt(rest, ',').flatMap(([one]) => (one === undefined ? [] : [expressionOf(one, at)]));
  return at.source.node(part, { type: 'CallExpression', callee, arguments: given, optional: false });
}

function decoratorOf(part: SyntaxPart, at: Block): SyntaxNode {
  const list = partsOf(part).find(({ name }) => name === 'ArgList');
  const path = partsOf(part).filter(({ name }) => name === 'VariableName' || name === 'PropertyName');
  const callee = at.source.name({ from: path[0]?.from ?? part.from, to: path.at(-1)?.to ?? part.to });
  const given = list === undefined ? [] : argumentsOf(list, at);
  return at.source.node(part, { type: 'CallExpression', callee, arguments: given, optional: false });
}

function raisedBy(part: SyntaxPart, at: Block): SyntaxNode {
  const raised = partsOf(part)[1];
  return raised === undefined
    ? at.source.node(part, { type: 'Literal', raw: 'raise' })
    : expressionOf(raised, at);
}

function updateOf(part: SyntaxPart, at: Block): SyntaxNode {
  const [left, sign, ...rest] = partsOf(part);
  const operator = sign === undefined ? '+=' : at.source.of(sign);
  const target = left === undefined ? null : expressionOf(left, at);
  return at.source.node(part, {
    type: 'AssignmentExpression',
    operator,
    left: target,
    right: listOf(rest, at),
  });
}

/** `a = b` declares `a` in a function: each of its variables may be declared more than once. Members and items are set. */
function assignmentOf(part: SyntaxPart, at: Block): SyntaxNode {
  const { source } = at;
  const groups = splitAt(
    partsOf(part).filter(({ name }) => name !== 'TypeDef'),
    'AssignOp',
  );
  const targets = groups.slice(0, -1).map((group) => patternOf(group, at));
  const value = listOf(groups.at(-1) ?? [], at);
  // `total: int` alone says what it will be, and sets nothing.
  if (groups.length < 2) return source.node(part, { type: 'EmptyStatement' });
  if (targets.every((target) => isDeclared(target, at))) {
    const declarations = targets.map((id, index) =>
      source.node(part, { type: 'VariableDeclarator', id, init: index === 0 ? value : targets[0] }),
    );
    return source.node(part, { type: 'VariableDeclaration', kind: 'var', declarations });
  }
  const assigned = targets.reduceRight<SyntaxNode | null>(
    (right, left) => source.node(part, { type: 'AssignmentExpression', operator: '=', left, right }),
    value,
  );
  return asExpression(part, assigned ?? undefined, at);
}

/** What is given a value, as a pattern. */
export function patternOf(parts: readonly SyntaxPart[], at: Block): SyntaxNode {
  const elements = splitAt(parts, ',').flatMap((group) => {
    const last = group.at(-1);
    if (last === undefined) return [];
    const inner = partsOf(last).filter(({ name }) => !/^[()[\]]$/.test(name));
    const isTuple = last.name === 'TupleExpression' || last.name === 'ArrayExpression';
    if (isTuple || last.name === 'ParenthesizedExpression') return [patternOf(inner, at)];
    return [expressionOf(last, at)];
  });
  const [only] = elements;
  if (only !== undefined && elements.length === 1) return only;
  return at.source.node(
    { from: parts[0]?.from ?? 0, to: parts.at(-1)?.to ?? 0 },
    { type: 'ArrayPattern', elements },
  );
}

function isDeclared(target: SyntaxNode, at: Block): boolean {
  if (target.type === 'Identifier') return !at.foreign.has(target.name);
  return (
    target.type === 'ArrayPattern' && target.elements.every((one) => one !== null && isDeclared(one, at))
  );
}

function functionOf(part: SyntaxPart, at: Block): SyntaxNode {
  const { source } = at;
  const parts = partsOf(part);
  const [id, list, body] = ['VariableName', 'ParamList', 'Body'].map((name) =>
    parts.find((one) => one.name === name),
  );
  const first = list === undefined ? undefined : partsOf(list).find(({ name }) => name === 'VariableName');
  const isMethod = at.isClass && first !== undefined && /^(?:self|cls)$/.test(source.of(first));
  const params = list === undefined ? [] : parametersOf(list, { source, self: null });
  const self = isMethod
    ? source.of(first)
    : params.some((one) => one.type === 'Identifier' && one.name === at.self)
      ? null
      : at.self;
  const inner: Block = {
    source,
    self,
    isClass: false,
    foreign: body === undefined ? new Set() : foreignNames(body, source),
  };
  return source.node(part, {
    type: 'FunctionDeclaration',
    id: source.name(id ?? part),
    params: isMethod ? params.slice(1) : params,
    body: blockOf(body ?? part, inner),
    async: parts[0]?.name === 'async',
    generator: false,
    expression: false,
  });
}

function foreignNames(body: SyntaxPart, source: PythonText): ReadonlySet<string> {
  const names = new Set<string>();
  body.cursor().iterate((part) => {
    if (part.name === 'FunctionDefinition' || part.name === 'ClassDefinition') return false;
    if (part.name === 'ScopeStatement')
      for (const one of partsOf(part.node)) if (one.name === 'VariableName') names.add(source.of(one));
    return true;
  });
  return names;
}

function classOf(part: SyntaxPart, at: Block): SyntaxNode {
  const { source } = at;
  const parts = partsOf(part);
  const id = parts.find(({ name }) => name === 'VariableName');
  const body = parts.find(({ name }) => name === 'Body') ?? part;
  const inner: Block = { source, self: null, isClass: true, foreign: new Set() };
  return source.node(part, {
    type: 'ClassDeclaration',
    id: source.name(id ?? part),
    superClass: null,
    body: source.node(body, { type: 'ClassBody', body: statementsIn(body, inner) }),
  });
}
