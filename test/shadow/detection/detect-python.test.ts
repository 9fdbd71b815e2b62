import { describe, expect, test } from '@jest/globals';
import { detectPython } from '../../../src/shadow/detection/detect-python.ts';
import { serviceFiles } from '../../../src/shadow/detection/service-files.ts';

const detect = (files: Readonly<Record<string, string>>) =>
  detectPython(serviceFiles('.', async (path) => files[path] ?? null));

describe('how a Python service starts', () => {
  test.each([
    ['a plain program', { 'main.py': 'serve()' }, 'python3 main.py'],
    ['with dependencies', { 'app.py': 'serve()', 'requirements.txt': 'a==1\n' }, '.venv/bin/python app.py'],
    ['Django', { 'manage.py': '' }, 'python3 manage.py runserver 127.0.0.1:{port} --noreload'],
    [
      'FastAPI',
      { 'main.py': 'api = FastAPI()' },
      'python3 -m uvicorn main:api --host 127.0.0.1 --port {port}',
    ],
    [
      'Flask',
      { 'app.py': 'site = Flask(__name__)' },
      'python3 -m flask --app app:site run --host 127.0.0.1 --port {port}',
    ],
  ])('%s', async (_, files, start) => {
    expect((await detect(files))?.start?.value).toBe(start);
  });

  test('is unknown where there is no such file', async () => {
    expect(await detect({ 'requirements.txt': 'flask' })).toBeNull();
  });
});

test.each([
  [
    'named',
    { 'requirements.txt': 'flask==3\n' },
    'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt',
    'from requirements.txt',
  ],
  ['only comments', { 'requirements.txt': '# none\n\n' }, null, 'requirements.txt names no dependency'],
  ['not listed', {}, null, 'there is no requirements.txt'],
])('dependencies that are %s decide what is installed', async (_, files, install, because) => {
  const found = await detect({ 'app.py': '', ...files });
  expect(found?.install?.value).toBe(install);
  expect(found?.install?.because).toContain(because);
});
