/** Harmless changes from fixed seeds: a codemod at one place, or a few of them as one larger refactor. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchedApp } from './benched-app.ts';
import { repositoryRoot } from './benched-apps.ts';
import { applySplices, type Codemod } from './codemods/codemod.ts';
import * as expressions from './codemods/of-expressions.ts';
import * as functions from './codemods/of-functions.ts';
import * as statements from './codemods/of-statements.ts';
import { readProgram } from './codemods/walk-program.ts';
import { seededBelow } from './drive-app.ts';
import type { Edit, Harmless } from './seeded-change.ts';

export const codemods: readonly Codemod[] = [
  ...[statements.extractVariable, statements.ternaryToEarlyReturn, statements.earlyReturnToTernary],
  ...[statements.addBraces, statements.forOfToIndex, statements.invertCondition, statements.addLogging],
  ...[statements.addComment, statements.reorderFunctions, statements.reorderConstants],
  ...[expressions.templateToConcatenation, expressions.mirrorComparison, expressions.deMorgan],
  ...[expressions.arrowToBlock, expressions.spellOutNullish, expressions.spellOutOptional],
  ...[expressions.spellOutShorthand, expressions.reorderDestructuring, expressions.rewriteNumber],
  ...[expressions.nameNumber, functions.renameLocal, functions.functionToArrow, functions.splitIntoHelper],
  functions.addUnusedFunction,
];

const firstSeed = 4711;
const largestRefactor = 4;

/** `count` changes of one service, no two alike; every changed file still parses. */
export function harmlessByCodemod(app: BenchedApp, count: number): readonly Harmless[] {
  const changes: Harmless[] = [];
  const seen = new Set<string>();
  for (let seed = firstSeed; changes.length < count; seed += 1) {
    const made = makeChange(app, seed, codemods[changes.length % codemods.length]);
    const key = JSON.stringify(made.edits);
    if (made.edits.length === 0 || seen.has(key)) {
      if (seed > firstSeed + 50 * count) throw new Error(`no ${count} changes of ${app.name}`);
      continue;
    }
    seen.add(key);
    const number = String(changes.length + 1).padStart(3, '0');
    const id = `${app.name}/codemod-${number}`;
    changes.push({ kind: 'harmless', id, app: app.name, how: 'codemod', ...made });
  }
  return changes;
}

type Made = { readonly what: string; readonly edits: readonly Edit[] };

/** The first codemod goes round, so that all of them are met; every third change is a larger refactor. */
function makeChange(app: BenchedApp, seed: number, first: Codemod | undefined): Made {
  const below = seededBelow(seed);
  const steps = seed % 3 === 0 ? 2 + below(largestRefactor - 1) : 1;
  const texts = new Map<string, string>();
  const before = (file: string) => readFileSync(join(repositoryRoot, app.folder, file), 'utf8');
  const names: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    const codemod = step === 0 && first !== undefined ? first : codemods[below(codemods.length)];
    const file = app.sources[below(app.sources.length)];
    if (codemod === undefined || file === undefined) continue;
    const text = texts.get(file) ?? before(file);
    const sites = codemod.sites(readProgram(file, text));
    const site = sites[below(Math.max(sites.length, 1))];
    if (site === undefined) continue;
    const changed = applySplices(text, site);
    readProgram(file, changed);
    texts.set(file, changed);
    names.push(codemod.name);
  }
  return {
    what: names.join(' + '),
    edits: [...texts].map(([file, text]) => wholeEdit(file, before(file), text)),
  };
}

/** One edit for all that changed of a file: from the first line that differs to the last. */
function wholeEdit(file: string, before: string, after: string): Edit {
  let start = 0;
  while (before[start] === after[start] && start < before.length) start += 1;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return uniqueEdit({ file, before, after }, start, end);
}

type Sides = { readonly file: string; readonly before: string; readonly after: string };

/** Widens the edit until what it replaces occurs once. */
function uniqueEdit({ file, before, after }: Sides, start: number, end: number): Edit {
  const find = before.slice(start, before.length - end);
  const isUnique = find !== '' && before.indexOf(find) === before.lastIndexOf(find);
  if (isUnique) return { file, find, replace: after.slice(start, after.length - end) };
  return uniqueEdit({ file, before, after }, Math.max(start - 10, 0), Math.max(end - 10, 0));
}
