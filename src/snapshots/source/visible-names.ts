import { type Spot, statementsOf } from './source-statements.ts';
import { descendants, isFunction, patternNames, type SyntaxNode } from './syntax-tree.ts';

/**
 * Names that can be read at a spot of a function: its parameters and locals that are initialised there, and of what
 * lies around the function only what the function itself refers to (V8 keeps nothing else alive for it).
 */
export type VisibleNames = {
  readonly own: readonly string[];
  readonly outer: readonly string[];
  /** All names around the function that hold values, whatever it does with them. */
  readonly around: readonly string[];
};

/** `path` holds the nodes around the function, the module first and the function itself last. */
export function visibleNames(path: readonly SyntaxNode[], spot: Spot): VisibleNames {
  const site = path.at(-1);
  if (site === undefined) return { own: [], outer: [], around: [] };
  const parameters = isFunction(site) ? site.params.flatMap(patternNames) : [];
  const locals = scopesAround(site, spot).flatMap((scope) => declaredBefore(scope, spot));
  const own = new Set([...parameters, ...locals, ...varsBefore(site, spot)]);
  const referred = isFunction(site) ? valueNames(site) : new Set<string>();
  const around = [...new Set(path.slice(0, -1).flatMap(namesOfScope))].filter((name) => !own.has(name));
  return {
    own: [...own],
    outer: around.filter((name) => referred.has(name)),
    around,
  };
}

/** Answers which names an expression of the function may use at a spot. */
export function reachableFrom(path: readonly SyntaxNode[], spot: Spot): (name: string) => boolean {
  const { own, outer } = visibleNames(path, spot);
  const reachable = new Set([...own, ...outer]);
  return (name) => reachable.has(name);
}

/** Blocks of a function that contain a spot, the outermost first; catch clauses and loop heads count as blocks. */
function scopesAround(site: SyntaxNode, spot: Spot): readonly SyntaxNode[] {
  const scopes: SyntaxNode[] = [];
  const offset = spot.atClosingBrace ? spot.node.end - 1 : spot.node.start;
  for (const node of descendants(site, (child) => isFunction(child))) {
    if (node !== site && node.start <= offset && offset < node.end && opensScope(node)) scopes.push(node);
  }
  return site.type === 'Program' ? [site, ...scopes] : scopes;
}

function opensScope(node: SyntaxNode): boolean {
  return /^(?:BlockStatement|ForStatement|ForInStatement|ForOfStatement|CatchClause|SwitchStatement)$/.test(
    node.type,
  );
}

/** Variables of one scope whose declaration ends before the spot: a later one would read as a false `undefined`. */
function declaredBefore(scope: SyntaxNode, spot: Spot): readonly string[] {
  const offset = spot.atClosingBrace ? spot.node.end : spot.node.start;
  if (scope.type === 'CatchClause') return patternNames(scope.param);
  return declarationsOf(scope)
    .filter((declaration) => declaration.end <= offset || isLoopVariable(scope, declaration, offset))
    .flatMap(declaredNames);
}

/** Variables of a whole function, whichever of its blocks declares them: `var`, and every variable of Python. */
function varsBefore(site: SyntaxNode, spot: Spot): readonly string[] {
  const offset = spot.atClosingBrace ? spot.node.end : spot.node.start;
  return [...descendants(site, isFunction)]
    .filter((node) => node.type === 'VariableDeclaration' && node.kind === 'var' && node.end <= offset)
    .flatMap(declaredNames);
}

function isLoopVariable(scope: SyntaxNode, declaration: SyntaxNode, offset: number): boolean {
  const isIteration = scope.type === 'ForInStatement' || scope.type === 'ForOfStatement';
  return isIteration && scope.left === declaration && scope.body.start <= offset;
}

/** Declarations made directly in a scope; `var` inside nested blocks is found by its own block only. */
function declarationsOf(scope: SyntaxNode): readonly SyntaxNode[] {
  switch (scope.type) {
    case 'Program':
    case 'BlockStatement':
      return scope.body.map(unexported).filter((node) => node.type === 'VariableDeclaration');
    case 'SwitchStatement':
      return scope.cases.flatMap((one) =>
        one.consequent.filter(({ type }) => type === 'VariableDeclaration'),
      );
    case 'ForStatement':
      return scope.init?.type === 'VariableDeclaration' ? [scope.init] : [];
    case 'ForInStatement':
    case 'ForOfStatement':
      return scope.left.type === 'VariableDeclaration' ? [scope.left] : [];
    default:
      return [];
  }
}

function unexported(node: SyntaxNode): SyntaxNode {
  return node.type === 'ExportNamedDeclaration' && node.declaration ? node.declaration : node;
}

/** Declared variables that hold values; a variable that holds a function says nothing and is left out. */
function declaredNames(declaration: SyntaxNode): readonly string[] {
  if (declaration.type !== 'VariableDeclaration') return [];
  return declaration.declarations
    .filter(({ init }) => init == null || !isFunction(init))
    .flatMap(({ id }) => patternNames(id));
}

/** Every value name of a scope around a function, wherever it is declared there. */
function namesOfScope(node: SyntaxNode): readonly string[] {
  if (isFunction(node)) {
    const locals = statementsOf(node).flatMap((statement) => declaredNames(statement.node));
    return [...node.params.flatMap(patternNames), ...locals];
  }
  if (node.type === 'Program')
    return [...importedNames(node), ...declarationsOf(node).flatMap(declaredNames)];
  if (node.type === 'CatchClause') return patternNames(node.param);
  return declarationsOf(node).flatMap(declaredNames);
}

function importedNames(program: SyntaxNode): readonly string[] {
  if (program.type !== 'Program') return [];
  return program.body.flatMap((node) =>
    node.type === 'ImportDeclaration' ? node.specifiers.map(({ local }) => local.name) : [],
  );
}

/**
 * Identifiers that are read as values somewhere below a node. Callees and the objects of called methods are left out
 * (`fee(x)`, `carts.get(id)`): they are code or stores, too large and too volatile to be told apart.
 */
export function valueNames(root: SyntaxNode): ReadonlySet<string> {
  return namesOf(root, () => {});
}

/** Likewise, without what a plain assignment only writes: `x` in `x = 1`, `cart` in `cart.total = 1`. */
export function readNames(root: SyntaxNode): ReadonlySet<string> {
  return namesOf(root, (node, skipped) => {
    if (node.type !== 'AssignmentExpression' || node.operator !== '=') return;
    for (const part of descendants(node.left)) if (part.type === 'Identifier') skipped.add(part);
  });
}

function namesOf(
  root: SyntaxNode,
  skipMore: (node: SyntaxNode, skipped: Set<SyntaxNode>) => void,
): ReadonlySet<string> {
  const names = new Set<string>();
  const skipped = new Set<SyntaxNode>();
  for (const node of descendants(root)) {
    skipNonValues(node, skipped);
    skipMore(node, skipped);
    if (node.type === 'Identifier' && !skipped.has(node)) names.add(node.name);
  }
  return names;
}

function skipNonValues(node: SyntaxNode, skipped: Set<SyntaxNode>): void {
  switch (node.type) {
    case 'CallExpression':
    case 'NewExpression':
      skipped.add(node.callee);
      if (node.callee.type === 'MemberExpression') skipped.add(rootOf(node.callee));
      break;
    case 'MemberExpression':
      if (!node.computed) skipped.add(node.property);
      break;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      if (!node.computed && node.key !== node.value) skipped.add(node.key);
      break;
    case 'VariableDeclarator':
      for (const part of descendants(node.id)) if (part.type === 'Identifier') skipped.add(part);
      break;
    default:
  }
}

function rootOf(node: SyntaxNode): SyntaxNode {
  return node.type === 'MemberExpression' ? rootOf(node.object) : node;
}
