import { parseSource } from './parse-source.ts';
import { memberName } from './source-functions.ts';
import { descendants, type SyntaxNode } from './syntax-tree.ts';

type Changed = {
  readonly file: { readonly path: string };
  readonly candidate: string | null;
};

const mostClasses = 8;
const longestName = 200;

/**
 * Classes that a change has to do with, by name: those that its files declare, then those of which they make instances and that are not of the
 * language. Used to tell of what more is alive at the end of a run.
 */
export function classesOfChange(changed: readonly Changed[]): readonly string[] {
  const nodes = changed.flatMap(nodesOf);
  const declared = nodes.map((node) =>
    node.type === 'ClassDeclaration' || node.type === 'ClassExpression' ? (node.id?.name ?? '') : '',
  );
  const made = nodes.map((node) => (node.type === 'NewExpression' ? memberName(node.callee) : ''));
  return [...new Set([...declared, ...made])]
    .filter((name) => name !== '' && name.length <= longestName && !(name in globalThis))
    .slice(0, mostClasses);
}

/** None where the file is no code, or code of another language. */
function nodesOf({ file, candidate }: Changed): readonly SyntaxNode[] {
  const parsed = candidate === null || file.path.endsWith('.py') ? null : parseSource(file.path, candidate);
  return parsed?.kind === 'parsed' ? [...descendants(parsed.program)] : [];
}
