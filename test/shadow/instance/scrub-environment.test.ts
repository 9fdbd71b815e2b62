import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  installSettings,
  npmSettingsWithoutCredentials,
  scrubEnvironment,
} from '../../../src/shadow/instance/scrub-environment.ts';

const runner = {
  PATH: '/bin',
  LANG: 'C.UTF-8',
  LC_ALL: 'C',
  TZ: 'UTC',
  HOME: '/home/runner',
  GITHUB_TOKEN: 'secret',
  ACTIONS_RUNTIME_TOKEN: 'secret',
  INPUT_TOKEN: 'secret',
  NODE_OPTIONS: '--require x',
  NODE_AUTH_TOKEN: 'secret',
  AWS_SECRET_ACCESS_KEY: 'secret',
  npm_config_registry: 'https://mirror.example/',
  npm_config_cafile: '/etc/ca.pem',
  'npm_config_//mirror.example/:_authToken': 'secret',
  npm_config__auth: 'secret',
  HTTPS_PROXY: 'http://user:secret@proxy.example',
  NO_PROXY: 'localhost',
};

describe('the environment of a step', () => {
  test('is an allow-list', () => {
    expect(scrubEnvironment(runner)).toEqual({ PATH: '/bin', LANG: 'C.UTF-8', LC_ALL: 'C', TZ: 'UTC' });
  });

  test('has, for installing, the registry and certificates, and no secret', () => {
    expect(installSettings(runner)).toEqual({
      npm_config_cache: '/home/runner/.npm',
      npm_config_registry: 'https://mirror.example/',
      npm_config_cafile: '/etc/ca.pem',
      NO_PROXY: 'localhost',
    });
  });

  test('keeps a cache that was named', () => {
    expect(installSettings({ HOME: '/h', npm_config_cache: '/c' })).toEqual({ npm_config_cache: '/c' });
  });
});

describe('npm settings', () => {
  test('are handed on without the lines that hold credentials', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sg-test-'));
    const lines = [
      'registry=https://mirror.example/',
      '//mirror.example/:_authToken=secret',
      '//mirror.example/:_password = secret',
      '_auth=secret',
      'proxy=http://user:secret@proxy.example/',
      'key=secret',
      '@acme:registry=https://acme.example/',
      'strict-ssl=true',
    ];
    await writeFile(join(folder, '.npmrc'), lines.join('\n'));
    expect(await npmSettingsWithoutCredentials({ HOME: folder })).toBe(
      'registry=https://mirror.example/\n@acme:registry=https://acme.example/\nstrict-ssl=true',
    );
    await rm(folder, { recursive: true });
  });

  test('are empty where there are none', async () => {
    expect(await npmSettingsWithoutCredentials({ HOME: '/nowhere/at/all' })).toBe('');
  });
});
