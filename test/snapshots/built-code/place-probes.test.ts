// covers: unmapped-mark.ts
// covers: place-in-code.ts
// covers: code-place.ts
// covers: names-in-code.ts
// covers: rename-expression.ts
// covers: coverage-points.ts
import { describe, expect, test } from '@jest/globals';
import type { Probe } from '../../../src/domain/runtime-snapshot.ts';
import { coveragePoints } from '../../../src/snapshots/built-code/coverage-points.ts';
import { type PlacedProbe, placeProbes } from '../../../src/snapshots/built-code/place-probes.ts';
import type { BuiltCode } from '../../../src/snapshots/built-code/read-built-code.ts';
import { withBundle } from './built-folder.ts';

const files = {
  'src/main.ts': "import { priceOf } from './price.ts';\nconsole.log(priceOf(Number(process.env.COUNT)));\n",
  'src/price.ts': `const rates = { gold: Number(process.env.RATE) };

export function priceOf(count: number): number {
  let subtotal = count * 155;
  subtotal += 1;
  const discount: number = Math.round(subtotal * rates.gold);
  console.log(discount);
  if (discount > 3) return subtotal;
  return subtotal - discount;
}

export function unused(): number {
  return 1;
}
`,
};
type At = Pick<Probe, 'line' | 'column'> & Partial<Probe>;
const probeAt = (at: At): Probe => ({
  ...{ id: 'p001', file: 'src/price.ts', names: ['discount', 'subtotal'], expressions: {} },
  ...{ statement: '', statementLine: at.line, lastLine: at.line },
  ...at,
});

/** What stands at a placed probe, up to the last place at which it may bind. */
function textAt(probe: PlacedProbe | undefined, built: BuiltCode): string | undefined {
  const file = probe === undefined ? null : built.find(probe.file);
  if (!probe || !file) return undefined;
  const end = file.offsetAt(probe.lastLine ?? 1, probe.lastColumn ?? 1);
  return file.text.slice(file.offsetAt(probe.line, probe.column - 1), end);
}

describe('a probe in a minified bundle', () => {
  test('stands where its statement came to, with the names that its variables have there', async () => {
    await withBundle(files, { minify: true }, async (built) => {
      const probe = probeAt({ line: 7, column: 3, expressions: { half: '($.p(subtotal) / 2)' } });
      const { probes, notes } = await placeProbes([probe], built);
      const [own, placed] = probes;
      expect(own).toMatchObject({ file: 'src/price.ts', line: 7 });
      expect(textAt(placed, built)).toMatch(/^(?:return )?console\.log\(\w\)/);
      const { renamed = {}, expressions } = placed ?? {};
      expect(Object.keys(renamed).sort()).toEqual(['discount', 'subtotal']);
      expect(Object.values(renamed).every((name) => /^\w$/.test(name))).toBe(true);
      expect(expressions).toEqual({ half: `($.p(${renamed['subtotal']}) / 2)` });
      expect(notes.size).toBe(0);
    });
  });

  test('says that the build left its place out', async () => {
    await withBundle(files, { minify: true }, async (built) => {
      const { probes, notes } = await placeProbes([probeAt({ line: 13, column: 3 })], built);
      expect(probes).toHaveLength(1);
      expect([...notes]).toEqual([['p001', 'the built code has nothing of this place']]);
    });
  });

  test('takes no variable for another where the map bears no names', async () => {
    await withBundle(files, { minify: true }, async (built) => {
      for (const { file } of [{ file: built.find('dist/bundle.js') }]) expect(file).not.toBeNull();
      const nameless: BuiltCode = { ...built, filesOf: (source) => built.filesOf(source).map(withoutNames) };
      const { probes, notes } = await placeProbes([probeAt({ line: 7, column: 3 })], nameless);
      const { renamed = {} } = probes[1] ?? {};
      expect(Object.keys(renamed).every((name) => /^\w \(unmapped\)$/.test(name))).toBe(true);
      expect(Object.keys(renamed)).toHaveLength(2);
      expect(notes.get('p001')).toBe('unmapped in the built code: discount, subtotal');
    });
  });
});

function withoutNames(file: ReturnType<BuiltCode['filesOf']>[number]) {
  return {
    ...file,
    segmentAt: (offset: number) => {
      const found = file.segmentAt(offset);
      return found === null ? null : { ...found, name: null };
    },
  };
}

test('the closing brace of a function is found again, and nothing behind it', async () => {
  await withBundle(files, {}, async (built) => {
    const { probes } = await placeProbes([probeAt({ line: 10, column: 1, lastLine: 10 })], built);
    expect(textAt(probes[1], built)).toBe('}');
  });
});

test('an import that became a member of a module is read as one', async () => {
  const ofTwo = {
    'src/main.ts':
      "import { rate } from './rates.cjs';\nexport function twice(): number {\n  return rate * 2;\n}\ntwice();\n",
    'src/rates.cjs': 'exports.rate = Number(process.env.RATE);\n',
  };
  await withBundle(ofTwo, { format: 'cjs' }, async (built) => {
    const probe = { ...probeAt({ line: 3, column: 3, names: ['rate'] }), file: 'src/main.ts' };
    const { probes } = await placeProbes([probe], built);
    expect(probes[1]?.expressions).toEqual({
      rate: expect.stringMatching(/^\$\.g\(import_rates\w*,"rate"\)$/),
    });
  });
});

test('lines are told by places that begin with a word, as far as they have one', async () => {
  await withBundle(files, { minify: true }, async (built) => {
    const [coverage] = coveragePoints(['src/price.ts'], built);
    const file = built.find('dist/bundle.js');
    expect(coverage).toMatchObject({ file: 'dist/bundle.js', length: file?.text.length });
    const points = coverage?.points['src/price.ts'] ?? [];
    const ofReturn = points.filter(([line]) => line === 9).map(([, offset]) => file?.text[offset]);
    expect(ofReturn.length).toBeGreaterThan(0);
    expect(ofReturn.join('')).toMatch(/^\w+$/);
    expect(points.some(([line]) => line === 13)).toBe(false);
  });
});
