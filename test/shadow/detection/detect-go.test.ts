import { expect, test } from '@jest/globals';
import { detectGo } from '../../../src/shadow/detection/detect-go.ts';
import { serviceFiles } from '../../../src/shadow/detection/service-files.ts';

const detect = (files: Readonly<Record<string, string>>) =>
  detectGo(serviceFiles('.', async (path) => files[path] ?? null));

const module = 'module example.com/acme/quotes/v2\n\ngo 1.24\n';
const main = '// Serves quotes.\npackage main\n';

test('a main package is built and what that leaves is started', async () => {
  const found = await detect({ 'go.mod': module, 'main.go': main });
  expect(found?.name).toBe('quotes');
  expect(found?.install?.value).toBeNull();
  expect(found?.build?.value).toBe('go build -modcacherw -o ./shadowgate-service .');
  expect(found?.start?.value).toBe('./shadowgate-service');
});

test('modules are fetched where go.sum names them, and not where they are vendored', async () => {
  const fetched = await detect({ 'go.mod': module, 'main.go': main, 'go.sum': '' });
  expect(fetched?.install?.value).toBe('go mod download -modcacherw');
  const vendored = await detect({
    'go.mod': module,
    'main.go': main,
    'go.sum': '',
    'vendor/modules.txt': '',
  });
  expect(vendored?.install?.value).toBeNull();
});

test('without a main package in the folder, nothing says how it starts', async () => {
  expect((await detect({ 'go.mod': module, 'main.go': 'package quotes\n' }))?.start).toBeNull();
  expect(await detect({ 'main.go': main })).toBeNull();
});
