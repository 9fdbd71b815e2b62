import type { SyntaxNode } from '../source/syntax-tree.ts';
import { expressionOf, listOf } from './python-expressions.ts';
import { type Block, blockOf, patternOf } from './python-statements.ts';
import { partsOf, type Span, type SyntaxPart } from './python-text.ts';

const compounds = new Set([
  'IfStatement',
  'ForStatement',
  'WhileStatement',
  'TryStatement',
  'WithStatement',
  'MatchStatement',
]);

/** Whether a statement holds blocks of others. */
export function isCompound({ name }: SyntaxPart): boolean {
  return compounds.has(name);
}

/** A compound statement in the common tree, and behind it what runs when it has run through (`else` of a loop). */
export function compoundOf(part: SyntaxPart, at: Block): readonly SyntaxNode[] {
  const clauses = clausesOf(part);
  switch (part.name) {
    case 'IfStatement':
      return [ifOf(clauses, part, at)].filter((one) => one !== null);
    case 'ForStatement':
      return [forOf(part, clauses, at), ...elseOf(clauses, at)];
    case 'WhileStatement':
      return [whileOf(part, clauses, at), ...elseOf(clauses, at)];
    case 'TryStatement':
      return [tryOf(part, clauses, at)];
    case 'WithStatement':
      return withOf(part, clauses, at);
    default:
      return [matchOf(part, at)];
  }
}

/** A word such as `elif`, what stands between it and the colon, and the block behind. */
type Clause = {
  readonly word: string;
  readonly head: readonly SyntaxPart[];
  readonly body: SyntaxPart;
  readonly span: Span;
};

function clausesOf(part: SyntaxPart): readonly Clause[] {
  const clauses: Clause[] = [];
  let head: SyntaxPart[] = [];
  for (const one of partsOf(part)) {
    if (one.name !== 'Body') {
      head.push(one);
      continue;
    }
    const [word, ...rest] = head.filter(({ name }) => name !== 'async');
    clauses.push({
      word: word?.name ?? '',
      head: rest,
      body: one,
      span: { from: head[0]?.from ?? one.from, to: one.to },
    });
    head = [];
  }
  return clauses;
}

function ifOf([clause, ...others]: readonly Clause[], whole: Span, at: Block): SyntaxNode | null {
  if (clause === undefined) return null;
  if (clause.word === 'else') return blockOf(clause.body, at);
  const [test] = clause.head;
  return at.source.node(
    { from: clause.span.from, to: whole.to },
    {
      type: 'IfStatement',
      test: test === undefined ? at.source.name(clause.span) : expressionOf(test, at),
      consequent: blockOf(clause.body, at),
      alternate: ifOf(others, whole, at),
    },
  );
}

function elseOf(clauses: readonly Clause[], at: Block): readonly SyntaxNode[] {
  return clauses.filter(({ word }) => word === 'else').map(({ body }) => blockOf(body, at));
}

function forOf(part: SyntaxPart, [clause]: readonly Clause[], at: Block): SyntaxNode {
  const { source } = at;
  const head = clause?.head ?? [];
  const border = head.findIndex(({ name }) => name === 'in');
  const targets = head.slice(0, border);
  const span = { from: targets[0]?.from ?? part.from, to: targets.at(-1)?.to ?? part.from };
  const declarator = source.node(span, {
    type: 'VariableDeclarator',
    id: patternOf(targets, at),
    init: null,
  });
  return source.node(
    { from: part.from, to: clause?.body.to ?? part.to },
    {
      type: 'ForOfStatement',
      await: false,
      left: source.node(span, { type: 'VariableDeclaration', kind: 'var', declarations: [declarator] }),
      right: listOf(head.slice(border + 1), at) ?? source.name(part),
      body: blockOf(clause?.body ?? part, at),
    },
  );
}

function whileOf(part: SyntaxPart, [clause]: readonly Clause[], at: Block): SyntaxNode {
  const test = clause?.head[0];
  return at.source.node(
    { from: part.from, to: clause?.body.to ?? part.to },
    {
      type: 'WhileStatement',
      test: test === undefined ? at.source.name(part) : expressionOf(test, at),
      body: blockOf(clause?.body ?? part, at),
    },
  );
}

/** Of several `except` each but the last becomes a `try` inside: the common tree knows one handler. */
function tryOf(part: SyntaxPart, clauses: readonly Clause[], at: Block): SyntaxNode {
  const { source } = at;
  const bodyOf = (word: string) => clauses.find((one) => one.word === word)?.body;
  const [tried, otherwise, last] = [bodyOf('try'), bodyOf('else'), bodyOf('finally')];
  const handlers = clauses.filter(({ word }) => word === 'except');
  const plain = blockOf(tried ?? part, at);
  const tail = otherwise === undefined ? [] : [blockOf(otherwise, at)];
  let block = source.node(plainSpan(plain), { type: 'BlockStatement', body: [plain, ...tail] });
  for (const clause of handlers.slice(0, -1)) {
    const inner = source.node(part, {
      type: 'TryStatement',
      block,
      handler: handlerOf(clause, at),
      finalizer: null,
    });
    block = source.node(plainSpan(plain), { type: 'BlockStatement', body: [inner] });
  }
  const clause = handlers.at(-1);
  return source.node(part, {
    type: 'TryStatement',
    block,
    handler: clause === undefined ? null : handlerOf(clause, at),
    finalizer: last === undefined ? null : blockOf(last, at),
  });
}

function plainSpan({ start, end }: SyntaxNode): Span {
  return { from: start, to: end };
}

function handlerOf({ head, body, span }: Clause, at: Block): SyntaxNode {
  const as = head.findIndex(({ name }) => name === 'as');
  const name = as === -1 ? undefined : head[as + 1];
  const param = name === undefined ? null : at.source.name(name);
  return at.source.node(span, { type: 'CatchClause', param, body: blockOf(body, at) });
}

/** `with open(x) as f:` declares `f`, and what it holds follows. */
function withOf(part: SyntaxPart, [clause]: readonly Clause[], at: Block): readonly SyntaxNode[] {
  const { source } = at;
  if (clause === undefined) return [];
  const span = { from: part.from, to: clause.head.at(-1)?.to ?? clause.body.from };
  const declarations: SyntaxNode[] = [];
  const plain: SyntaxNode[] = [];
  for (const [index, one] of clause.head.entries()) {
    if (/^(?:as|,|\(|\))$/.test(one.name) || clause.head[index - 1]?.name === 'as') continue;
    const target = clause.head[index + 1]?.name === 'as' ? clause.head[index + 2] : undefined;
    const init = expressionOf(one, at);
    if (target === undefined) plain.push(init);
    else
      declarations.push(source.node(span, { type: 'VariableDeclarator', id: patternOf([target], at), init }));
  }
  const head =
    declarations.length > 0
      ? source.node(span, { type: 'VariableDeclaration', kind: 'var', declarations })
      : source.node(span, { type: 'ExpressionStatement', expression: plain[0] ?? source.name(span) });
  return [head, blockOf(clause.body, at)];
}

function matchOf(part: SyntaxPart, at: Block): SyntaxNode {
  const { source } = at;
  const [, subject, body] = partsOf(part);
  const clauses = body === undefined ? [] : partsOf(body).filter(({ name }) => name === 'MatchClause');
  const cases = clauses.map((clause) => {
    const parts = partsOf(clause);
    const block = parts.find(({ name }) => name === 'Body');
    const pattern = parts[1];
    const test =
      pattern === undefined ? null : source.node(pattern, { type: 'Literal', raw: source.of(pattern) });
    return source.node(clause, {
      type: 'SwitchCase',
      test,
      consequent: block === undefined ? [] : [blockOf(block, at)],
    });
  });
  const discriminant = subject === undefined ? source.name(part) : expressionOf(subject, at);
  return source.node(part, { type: 'SwitchStatement', discriminant, cases });
}
