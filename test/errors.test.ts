import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { describeError, errorCodes, GateError } from '../src/errors.ts';

const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');

describe('docs/errors.md', () => {
  test('has one heading for every code, in the same order', () => {
    expect([...page.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual([...errorCodes]);
  });
});

describe('describeError', () => {
  test('shows message and remedy of an expected failure, and no stack', () => {
    const error = new GateError({
      code: 'port-taken',
      message: 'Port 80 is in use.',
      remedy: 'Name another one.',
    });
    expect(describeError(error, '1.2.3')).toBe('error port-taken: Port 80 is in use.\n  → Name another one.');
  });

  test('calls anything else a bug, with version and stack', () => {
    const text = describeError(new RangeError('out of range'), '1.2.3');
    expect(text).toContain('internal error (shadowgate 1.2.3): RangeError: out of range\n    at ');
    expect(text).toContain('report it');
  });

  test('what a file is called commands no terminal', () => {
    const error = new GateError({
      code: 'dirty-worktree',
      message: 'a\u001b[2Jb\r\u009bc',
      remedy: 'Commit.',
    });
    expect(describeError(error, '1.2.3')).toBe('error dirty-worktree: a [2Jb  c\n  → Commit.');
    expect(describeError(new Error('\u001b]0;'), '1.2.3')).not.toContain('\u001b');
  });

  test('keeps the cause', () => {
    const cause = new Error('ENOSPC');
    expect(new GateError({ code: 'folder-not-writable', message: 'm', remedy: 'r', cause }).cause).toBe(
      cause,
    );
  });
});
