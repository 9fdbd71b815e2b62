import { describe, expect, test } from '@jest/globals';
import type { ServiceDefinition } from '../../../src/domain/service.ts';
import { defaultLimits } from '../../../src/domain/service.ts';
import { detectService } from '../../../src/shadow/detection/detect-service.ts';

type Files = Readonly<Record<string, string>>;

const detect = (files: Files, configured: Partial<ServiceDefinition> = {}) =>
  detectService({
    readFile: async (path) => files[path] ?? null,
    listFiles: async () => Object.keys(files),
    configured,
  });

const started = { 'package.json': '{"name":"shop","scripts":{"start":"node src/server.js"}}' };

describe('a service', () => {
  test('is found out whole from its files, and every guess is told', async () => {
    expect(await detect(started)).toEqual({
      name: 'shop',
      directory: '.',
      install: null,
      build: null,
      start: 'node src/server.js',
      portVariable: 'PORT',
      dataVariable: 'DATA_DIR',
      dataSeed: null,
      env: {},
      readyPath: null,
      readyTimeoutMs: 30_000,
      installTimeoutMs: 600_000,
      buildTimeoutMs: 600_000,
      limits: defaultLimits,
      assumptions: [
        'start: `node src/server.js`, the script `start` of package.json.',
        'install: nothing, since package.json names no dependency.',
        'build: nothing, since package.json has no script `build`.',
        'port-variable: the service takes its port from PORT.',
        'ready-path: the service is ready once its port is open.',
      ],
    });
  });

  test('is as the settings say, and nothing that they say is a guess', async () => {
    const configured = {
      name: 'named',
      directory: 'apps/one/',
      install: null,
      build: 'make',
      start: './run --port {port}',
      portVariable: 'HTTP_PORT',
      dataVariable: 'STATE',
      dataSeed: 'seed',
      env: { LEVEL: 'warn' },
      readyPath: '/health',
      readyTimeoutMs: 5_000,
      installTimeoutMs: 60_000,
      buildTimeoutMs: 30_000,
      limits: { ...defaultLimits, files: 100 },
    };
    const files = {
      'apps/one/package.json': '{"name":"x","dependencies":{"a":"1"},"scripts":{"start":"x","build":"y"}}',
    };
    expect(await detect(files, configured)).toEqual({
      ...configured,
      directory: 'apps/one',
      assumptions: [],
    });
  });

  test('needs no file when the settings say how it starts', async () => {
    expect(await detect({}, { start: './run' })).toMatchObject({
      name: 'service',
      install: null,
      build: null,
      start: './run',
    });
  });

  test('in a folder of its own is named by it', async () => {
    expect(await detect({ 'apps/cart/server.js': '' }, { directory: 'apps/cart' })).toMatchObject({
      name: 'cart',
      directory: 'apps/cart',
      start: 'node server.js',
    });
  });

  test('starts as its Procfile says when nothing else does, in any language', async () => {
    const files = { Procfile: 'worker: ./work\nweb: ./serve --port $PORT\n', 'go.mod': '' };
    const definition = await detect(files);
    expect(definition.start).toBe('./serve --port $PORT');
    expect(definition.assumptions).toContain('start: `./serve --port $PORT`, the web process of Procfile.');
  });

  test('of Python is found out too', async () => {
    expect(await detect({ 'app.py': 'app = Flask(__name__)' })).toMatchObject({
      start: 'python3 -m flask --app app:app run --host 127.0.0.1 --port {port}',
    });
  });

  test('that nothing is known of is an error', async () => {
    await expect(detect({ 'README.md': '' })).rejects.toMatchObject({
      code: 'service-unknown',
      message: expect.stringContaining('Seen there: README.md.'),
    });
  });

  test('that tells its port in its command has no assumed variable', async () => {
    const { assumptions } = await detect({ 'main.py': 'app = FastAPI()' });
    expect(assumptions.filter((each) => each.startsWith('port-variable'))).toEqual([]);
  });
});
