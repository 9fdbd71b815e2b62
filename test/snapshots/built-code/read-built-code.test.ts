// covers: find-map.ts
// covers: built-file.ts
import { describe, expect, test } from '@jest/globals';
import { readBuiltCode } from '../../../src/snapshots/built-code/read-built-code.ts';
import { withBundle, withFolder } from './built-folder.ts';

/** Line 1 of the built file came of line 3 of the source. */
const mappings = 'AAEA';
const map = (more: object = {}) =>
  JSON.stringify({ version: 3, sources: ['../src/price.ts'], names: [], mappings, ...more });
const price = '// of\n// prices\nexport const price = 1;\n';
const built = 'exports.price = 1;\n';
const inBase64 = (text: string) => Buffer.from(text).toString('base64');
const pointingAt = (url: string) => `${built}//# sourceMappingURL=${url}\n`;

const read = (files: Readonly<Record<string, string>>) =>
  withFolder({ 'src/price.ts': price, ...files }, readBuiltCode);

describe('a built file', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['in a file', { 'dist/price.js': pointingAt('price.js.map'), 'dist/price.js.map': map() }],
    ['in a folder of maps', { 'dist/price.js': pointingAt('../maps/p.map'), 'maps/p.map': map() }],
    [
      'in the file itself',
      { 'dist/price.js': pointingAt(`data:application/json;base64,${inBase64(map())}`) },
    ],
    ['as plain data', { 'dist/price.js': pointingAt(`data:application/json,${encodeURIComponent(map())}`) }],
    ['hidden beside it', { 'dist/price.js': built, 'dist/price.js.map': map() }],
    [
      'with a root of sources',
      { 'dist/price.js': built, 'dist/price.js.map': map({ sourceRoot: '../src', sources: ['price.ts'] }) },
    ],
    [
      'in sections',
      {
        'dist/price.js': built,
        'dist/price.js.map': JSON.stringify({
          version: 3,
          sections: [{ offset: { line: 0, column: 0 }, map: JSON.parse(map()) }],
        }),
      },
    ],
    [
      'with the text of the source, whatever ends its lines',
      {
        'dist/price.js': built,
        'dist/price.js.map': map({ sourcesContent: [price.replaceAll('\n', '\r\n')] }),
      },
    ],
  ])('is told from its source by a map %s', async (_, files) => {
    const code = await read(files);
    expect(code.notes).toEqual([]);
    expect(code.find('dist/price.js')?.originOf(1, 4)).toEqual({
      source: 'src/price.ts',
      line: 3,
      column: 1,
    });
    expect(code.filesOf('src/price.ts')).toHaveLength(1);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'of another version of the source',
      { 'dist/price.js': built, 'dist/price.js.map': map({ sourcesContent: ['another'] }) },
      'src/price.ts: dist/price.js was built from another version of it',
    ],
    ['that is missing', { 'dist/price.js': pointingAt('gone.map') }, 'dist/price.js: its map is missing'],
    [
      'on another machine',
      { 'dist/price.js': pointingAt('https://maps.example/price.js.map') },
      'dist/price.js: its map lies on another machine',
    ],
    [
      'that is none',
      { 'dist/price.js': built, 'dist/price.js.map': '{"version":3' },
      'dist/price.js: its map cannot be read',
    ],
    [
      'outside the checkout',
      { 'dist/price.js': pointingAt('../../../../../../../../etc/passwd') },
      'dist/price.js: its map is missing',
    ],
    [
      'that may mean two files',
      {
        'a/src/rates.ts': 'one',
        'b/src/rates.ts': 'two',
        'dist/price.js': built,
        'dist/price.js.map': map({ sources: ['webpack://shop/./src/rates.ts'] }),
      },
      'dist/price.js: its source webpack://shop/src/rates.ts may be a/src/rates.ts or b/src/rates.ts',
    ],
  ])('with a map %s is not followed, and that is said', async (_, files, note) => {
    const code = await read(files);
    expect(code.files).toEqual([]);
    expect(code.notes).toEqual([note]);
  });

  test('takes the one of two files whose text the map bears', async () => {
    const code = await read({
      'a/src/rates.ts': 'one',
      'b/src/rates.ts': 'two',
      'dist/price.js': built,
      'dist/price.js.map': map({ sources: ['webpack://shop/./src/rates.ts'], sourcesContent: ['two'] }),
    });
    expect([...(code.files[0]?.sources ?? [])]).toEqual(['b/src/rates.ts']);
  });
});

test('a bundle is told from each of its sources', async () => {
  const files = {
    'src/main.ts': "import { price } from './price.ts';\nconsole.log(price);\n",
    'src/price.ts': 'export const price: number = Number(process.env.PRICE);\n',
  };
  await withBundle(files, { minify: true }, async (code) => {
    const file = code.find('dist/bundle.js');
    expect([...(file?.sources ?? [])].sort()).toEqual(['src/main.ts', 'src/price.ts']);
    expect(file?.segmentsOf('src/price.ts')[0]).toMatchObject({ line: 1, column: 7 });
  });
});
