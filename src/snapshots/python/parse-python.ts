import { parser } from '@lezer/python';
import type { Program } from 'acorn';
import { programOf } from './python-statements.ts';
import { PythonText, type SyntaxPart } from './python-text.ts';

/**
 * Reads a file of Python as the same kind of syntax tree that JavaScript gives, so that all that comes after (aligning, choosing
 * places, captured names) knows one shape. Throws a sentence when it is no Python. No Python is needed: the gate may have none.
 */
export function parsePython(text: string): Program {
  const tree = parser.parse(text);
  const source = new PythonText(text);
  const fault = firstFault(tree.topNode);
  if (fault !== null) throw new SyntaxError(`no Python at line ${source.lineOf(fault.from)}`);
  return programOf(tree.topNode, source);
}

function firstFault(top: SyntaxPart): SyntaxPart | null {
  let fault: SyntaxPart | null = null;
  top.cursor().iterate((part) => {
    if (part.type.isError) fault ??= part.node;
    return fault === null;
  });
  return fault;
}
