// covers: run-when-used.ts
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const tellModules = `data:text/javascript,${encodeURIComponent(
  `process.on('exit', () => process.stderr.write(JSON.stringify(process.moduleLoadList)));`,
)}`;

test('the bundled program begins without the modules that few runs use', async () => {
  const program = ['--import', tellModules, join(root, 'dist/cli.js'), '--version'];
  const { stderr } = await promisify(execFile)(process.execPath, program);
  const loaded: readonly string[] = JSON.parse(stderr);
  expect(loaded).toContain('NativeModule net');
  for (const unused of ['http', 'https', 'http2', 'tls', 'internal/deps/undici/undici'])
    expect(loaded).not.toContain(`NativeModule ${unused}`);
});
