import { describe, expect, test } from '@jest/globals';
import { explainUnseenCode } from '../../src/evidence/explain-unseen-code.ts';
import type { BuiltSides } from '../../src/preparation/built-sides.ts';
import { readBuiltCode } from '../../src/snapshots/built-code/read-built-code.ts';
import { withFolder } from '../snapshots/built-code/built-folder.ts';

const map = (more: object = {}) =>
  JSON.stringify({ version: 3, sources: ['../src/price.ts'], names: [], mappings: 'AAAA', ...more });
const sides = (files: Readonly<Record<string, string>>): Promise<BuiltSides> =>
  withFolder({ 'src/price.ts': 'let price = 1;\n', ...files }, async (folder) => {
    const built = await readBuiltCode(folder);
    return { baseline: built, candidate: built };
  });

describe('code of which the agent saw nothing', () => {
  test('and to which no map leads is explained by what would make one', async () => {
    const text = explainUnseenCode(['src/price.ts'], await sides({ 'dist/price.js': 'x();\n' }));
    expect(text).toMatch(/^The agent saw no code run from src\/price\.ts, as when a build step/);
    expect(text).toContain('set `sourceMap: true` in tsconfig.json, or `--sourcemap` of the bundler');
  });

  test('and whose map cannot be followed is explained by why', async () => {
    const stale = {
      'dist/price.js': 'x();\n',
      'dist/price.js.map': map({ sourcesContent: ['let price = 2;'] }),
    };
    expect(explainUnseenCode(['src/price.ts'], await sides(stale))).toMatch(
      /Of the source maps: src\/price\.ts: dist\/price\.js was built from another version of it\.$/,
    );
  });

  test('and that was built is explained by the file that nobody loaded', async () => {
    const built = { 'dist/price.js': 'x();\n', 'dist/price.js.map': map() };
    const text = explainUnseenCode(['src/price.ts'], await sides(built));
    expect(text).toContain('which was built into dist/price.js, that no process of the service loaded');
    expect(text).not.toContain('sourceMap: true');
  });

  test('is merely stated where nobody knows the builds, and not at length', () => {
    const text = explainUnseenCode(['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts'], null);
    expect(text).toBe(
      'The agent saw no code run from a.ts, b.ts, c.ts and 2 more, as when a build step puts it into another file: which changed lines ran, and where the programs part, is not known.',
    );
  });
});
