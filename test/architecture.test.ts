/**
 * Holds the layout of docs/architecture.md: who may import whom, which package has which home, that every source
 * file is small and has its test, and that names say something.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '..');
const stages = [
  'config',
  'provenance',
  'recording',
  'shadow',
  'replay',
  'agent',
  'snapshots',
  'comparison',
  'gate',
  'report',
];
/** Where stages are joined, beside the files directly under src/. */
const joints = ['preparation', 'runs', 'trial', 'evidence', 'asking'];
const shells = ['cli', 'mcp'];
/** Pure stages: no file, no socket, no process, no clock of their own. */
const pure = ['comparison', 'content-coding', 'gate', 'report'];
const homes: Readonly<Record<string, readonly string[]>> = {
  '@actions/core': ['action'],
  '@actions/github': ['src/adapters'],
  'simple-git': ['src/adapters'],
  fflate: ['src/adapters'],
  undici: ['src/replay'],
  ws: ['src/replay/conversation'],
  yaml: ['src/config'],
  picomatch: ['src/gate'],
  htmlparser2: ['src/comparison/content'],
  sax: ['src/comparison/content'],
  protobufjs: ['src/comparison/content', 'src/shadow/telemetry'],
  'node-forge': ['src/shadow'],
  '@jridgewell/trace-mapping': ['src/snapshots/built-code'],
  '@lezer/python': ['src/snapshots/python'],
  acorn: ['src/snapshots'],
  '@babel/parser': ['src/snapshots/source'],
  '@redis/client': ['src/shadow/state'],
  mongodb: ['src/shadow/state'],
  mysql2: ['src/shadow/state'],
  pg: ['src/shadow/state'],
  'pg-copy-streams': ['src/shadow/state'],
  commander: ['src/cli'],
  picocolors: ['src/report'],
  zod: ['src', 'action'],
};
/** Files whose work only shows in a real process; named with the test that drives them. */
const testedElsewhere: Readonly<Record<string, string>> = {
  'src/gate-change.ts': 'test/end-to-end/gate.test.ts',
  'src/compare-sources.ts': 'test/end-to-end/compare.test.ts',
  'src/index.ts': 'test/end-to-end/library.test.ts',
};

const sources = [...filesBelow('src'), ...filesBelow('action')].filter((file) => /\.(ts|cjs)$/.test(file));

/** Tests that say which other files they cover, with their text; read once, since every source is looked up in them. */
const coveringTests = new Map(
  filesBelow('test')
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => [path, read(path)] as const)
    .filter(([, text]) => text.includes('covers: ')),
);

describe('directions', () => {
  test.each(sources)('%s imports only what its folder may', (file) => {
    const from = folderOf(file);
    const wrong = importsOf(file)
      .filter((target) => target.startsWith('.'))
      .map((target) => folderOf(relative(root, resolve(root, dirname(file), target))))
      .filter((to) => !mayImport(from, to));
    expect(wrong).toEqual([]);
  });
});

describe('outside packages', () => {
  test.each(sources)('%s imports packages at their home only', (file) => {
    const wrong = importsOf(file)
      .filter((target) => !target.startsWith('.') && !isBuiltin(target))
      .map(packageOf)
      .filter((name) => !(homes[name] ?? []).some((home) => file.startsWith(`${home}/`)));
    expect(wrong).toEqual([]);
  });

  test.each(sources.filter((file) => pure.includes(folderOf(file))))('%s touches nothing outside', (file) => {
    const forbidden = /node:(fs|http|https|net|child_process|worker_threads|os)\b/;
    expect(importsOf(file).filter((target) => forbidden.test(target))).toEqual([]);
    expect(/\bprocess\.|\bDate\.now\(\)|new Date\(\)|Math\.random\(/.exec(codeOf(file))).toBeNull();
  });

  test.each(sources.filter((file) => folderOf(file) === 'agent'))('%s needs nothing but Node', (file) => {
    expect(
      importsOf(file).filter((target) => !target.startsWith('.') && !target.startsWith('node:')),
    ).toEqual([]);
  });
});

describe('files', () => {
  test.each(sources)('%s has its test', (file) => {
    const own = `test/${file.replace(/^src\//, '').replace(/\.(ts|cjs)$/, '.test.ts')}`;
    const covered = [own, testedElsewhere[file], ...groupTests(file)].filter((path) => path !== undefined);
    expect(covered.filter((path) => existsSync(join(root, path)))).not.toEqual([]);
  });

  test.each(sources)('%s has at most 250 lines', (file) => {
    expect(read(file).trimEnd().split('\n').length).toBeLessThanOrEqual(250);
  });

  test('no name that says nothing', () => {
    const empty = /(^|\/)(utils?|common|helpers?|manager|misc|types)(\.[a-z]+|\/)/;
    expect([...sources, ...filesBelow('test')].filter((file) => empty.test(file))).toEqual([]);
  });

  test('no barrel but the library', () => {
    const barrels = sources.filter(
      (file) => file.endsWith('/index.ts') || /^export \* from/m.test(read(file)),
    );
    expect(barrels.filter((file) => file !== 'src/index.ts')).toEqual([]);
  });
});

/** domain ← stages and adapters ← the joints in src/ ← shells. */
function mayImport(from: string, to: string): boolean {
  if (from === to || to === 'domain') return true;
  if (from === 'domain' || from === 'content-coding') return false;
  if (stages.includes(from) && to === 'content-coding') return true;
  if (stages.includes(from) || from === 'adapters') return to === 'errors.ts' || to === 'version.ts';
  if (to === 'action' || (shells.includes(to) && from !== 'action')) return false;
  return true;
}

/** `src/gate/x.ts` → `gate`; `src/errors.ts` → `errors.ts`; other files of src/, and the folders of joints → `joint`. */
function folderOf(file: string): string {
  const [top, second] = file.split('/');
  if (top !== 'src') return top ?? '';
  if (second === 'errors.ts' || second === 'version.ts') return second;
  if (second === undefined || second.includes('.') || joints.includes(second)) return 'joint';
  return second;
}

/** A folder may have one test for several small files that only make sense together: `<folder>/<folder>.test.ts`. */
function groupTests(file: string): readonly string[] {
  const name = file.replace(/^src\//, '').replace(/^.*\//, '');
  return [...coveringTests].filter(([, text]) => text.includes(`covers: ${name}`)).map(([path]) => path);
}

function importsOf(file: string): readonly string[] {
  const declared = /^(?:import|export)\s[\w*{}\s,$]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'/gm;
  const called = /\b(?:import|require)\(\s*'([^']+)'\s*\)/g;
  const code = codeOf(file);
  const matches = [...code.matchAll(declared), ...code.matchAll(called)];
  return matches.map((match) => match[1] ?? match[2] ?? '');
}

/** The source without comments, in which examples may name anything. */
function codeOf(file: string): string {
  return read(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
}

function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

function isBuiltin(target: string): boolean {
  return target.startsWith('node:') || builtinModules.includes(target);
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('node_modules'));
}
