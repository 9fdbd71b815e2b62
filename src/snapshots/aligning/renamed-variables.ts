import type { FunctionPair } from './align-builds.ts';

/**
 * Variables of a function that were renamed, name at head to name at base: their declarations are paired and have the
 * same initialiser. Their values are compared in spite of the new name.
 */
export function renamedVariables({ statements }: FunctionPair): Readonly<Record<string, string>> {
  const renamed: Record<string, string> = {};
  for (const { baseline, candidate } of statements) {
    if (baseline?.traits.type !== 'VariableDeclaration' || candidate === null) continue;
    const [before, after] = [baseline.traits, candidate.traits];
    if (before.value === '' || before.value !== after.value || before.key === after.key) continue;
    if (before.defines.length !== after.defines.length) continue;
    for (const [index, name] of after.defines.entries()) {
      const old = before.defines[index];
      if (old !== undefined && old !== name) renamed[name] = old;
    }
  }
  return renamed;
}
