import { describe, expect, test } from '@jest/globals';
import {
  addressInUse,
  explainStartFailure,
  type StartFailure,
} from '../../../src/shadow/instance/explain-start-failure.ts';
import { createLogTail } from '../../../src/shadow/instance/log-tail.ts';
import { definitionOf } from '../temporary-build.ts';

describe('an address in use', () => {
  test.each([
    ['Node, any address', 'Error: listen EADDRINUSE: address already in use :::3000', { port: 3000 }],
    [
      'Node, one address',
      'Error: listen EADDRINUSE: address already in use 127.0.0.1:41000',
      { port: 41000 },
    ],
    ['Go', 'listen tcp :8080: bind: address already in use', { port: 8080 }],
    ['Python', 'OSError: [Errno 98] Address already in use', { port: null }],
    ['flask', 'Address already in use\nPort 5000 is in use by another program.', { port: null }],
    ['another matter', 'listening on port 3000', null],
    ['nothing', '', null],
  ])('is told from the log of %s', (_, log, expected) => {
    expect(addressInUse(log)).toEqual(expected);
  });
});

function explain(changes: Partial<StartFailure> & { printed?: string }) {
  const log = createLogTail();
  log.append(changes.printed ?? '');
  return explainStartFailure({
    role: 'candidate',
    definition: definitionOf('node server.js', { readyPath: '/health' }),
    command: 'node server.js',
    port: 41000,
    waitedMs: 30_012,
    lastProbe: 'connection refused',
    exit: null,
    passed: null,
    log,
    listensOn: [],
    ...changes,
  });
}

describe('a failed start is explained', () => {
  test('with role, path, port, time, last probe, command and log', () => {
    const error = explain({ printed: 'connecting to the database\n' });
    expect(error.code).toBe('instance-not-ready');
    expect(error.message).toBe(
      'The candidate did not answer GET /health on port 41000 within 30.0 s (last probe: connection refused). Command: `node server.js`.\n  The last 1 lines of its log:\n  | connecting to the database',
    );
    expect(error.remedy).toContain('ready-timeout');
  });

  test('with how it ended', () => {
    expect(explain({ exit: { code: 3, signal: null }, waitedMs: 400 })).toMatchObject({
      code: 'instance-died',
      message: expect.stringContaining(
        'The candidate ended with exit code 3 after 0.4 s, before it was ready on port 41000',
      ),
    });
    expect(explain({ exit: { code: null, signal: 'SIGSEGV' } }).message).toContain('ended by SIGSEGV');
  });

  test.each([
    ['it listens elsewhere', { listensOn: [3000] }, 'instead of port 3000'],
    [
      'its log names a fixed port',
      { exit: { code: 1, signal: null }, printed: 'EADDRINUSE: address already in use :::3000' },
      'instead of port 3000',
    ],
    ['it left the foreground', { exit: { code: 0, signal: null } }, 'in the foreground'],
    [
      'its Node cannot run TypeScript',
      {
        exit: { code: 1, signal: null },
        printed:
          'TypeError [ERR_UNKNOWN_FILE_EXTENSION]: Unknown file extension ".ts" for /app/src/server.ts',
      },
      'a Node that runs TypeScript',
    ],
    [
      'a module is missing',
      { exit: { code: 1, signal: null }, printed: "Error: Cannot find module '/app/dist/server.js'" },
      '`install` and `build`',
    ],
    [
      'a program is missing',
      { exit: { code: 127, signal: null }, printed: '/bin/sh: 1: tsx: not found\n' },
      'on PATH, or that `install` puts',
    ],
    ['it failed otherwise', { exit: { code: 1, signal: null } }, 'PATH, LANG and TZ'],
  ])('with the remedy when %s', (_, changes, remedy) => {
    expect(explain(changes).remedy).toContain(remedy);
  });
});
