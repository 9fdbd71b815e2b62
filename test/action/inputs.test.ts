import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { inputNames, readInputs, variableOf } from '../../action/inputs.ts';
import { GateError } from '../../src/errors.ts';

/** What a runner sets for a workflow that sets nothing: the defaults of action.yml. */
const untouched: Readonly<Record<string, string>> = {
  INPUT_MODE: 'auto',
  'INPUT_GITHUB-TOKEN': 'ghs_secret',
  INPUT_RECORDING: '',
  INPUT_CONFIG: '',
  'INPUT_PULL-REQUEST': '',
  INPUT_BASE: '',
  INPUT_HEAD: '',
  'INPUT_REPOSITORY-FOLDER': '.',
  'INPUT_EVIDENCE-FOLDER': '',
  'INPUT_FAIL-ON-VERDICT': 'false',
};

describe('readInputs', () => {
  test('what the workflow leaves out is null, not a guess', () => {
    expect(readInputs(untouched)).toEqual({
      mode: 'auto',
      githubToken: 'ghs_secret',
      recording: null,
      config: null,
      pullRequest: null,
      base: null,
      head: null,
      repositoryFolder: '.',
      evidenceFolder: null,
      failOnVerdict: false,
    });
  });

  test('what the workflow says is taken, blanks around it aside', () => {
    const given = {
      ...untouched,
      'INPUT_PULL-REQUEST': ' 42 ',
      INPUT_MODE: 'verdict',
      'INPUT_FAIL-ON-VERDICT': 'true',
    };
    expect(readInputs(given)).toMatchObject({ pullRequest: 42, mode: 'verdict', failOnVerdict: true });
  });

  test.each([
    ['INPUT_MODE', 'judge', /input `mode`: .*got "judge"/],
    ['INPUT_PULL-REQUEST', '#7', /input `pull-request`: must be the number .*got "#7"/],
    ['INPUT_PULL-REQUEST', '0', /input `pull-request`/],
    ['INPUT_FAIL-ON-VERDICT', 'yes', /input `fail-on-verdict`: .*got "yes"/],
    ['INPUT_GITHUB-TOKEN', ' ', /input `github-token`: a token is needed[;.]/],
    ['INPUT_REPOSITORY-FOLDER', '', /input `repository-folder`/],
  ])('%s=%s is refused by name', (variable, value, message) => {
    expect(() => readInputs({ ...untouched, [variable]: value })).toThrow(message);
  });

  test('every problem is told at once', () => {
    const given = { ...untouched, INPUT_MODE: 'x', 'INPUT_PULL-REQUEST': 'y' };
    expect(() => readInputs(given)).toThrow(/`mode`.*`pull-request`/);
  });

  test('outside of a runner nothing is assumed', () => {
    expect(() => readInputs({})).toThrow(GateError);
    expect(() => readInputs({})).toThrow(/input `mode` is not set/);
  });

  test('the token stands in no message', () => {
    const given = { ...untouched, INPUT_MODE: 'x' };
    expect(() => readInputs(given)).not.toThrow(/ghs_secret/);
  });
});

test('action.yml and the code name the same inputs, each with a default and a description', async () => {
  const text = await readFile(join(import.meta.dirname, '../../action.yml'), 'utf8');
  const { inputs } = parse(text) as { inputs: Record<string, unknown> };
  expect(Object.keys(inputs).toSorted()).toEqual([...inputNames].toSorted());
  for (const input of Object.values(inputs)) {
    expect(input).toEqual({ description: expect.any(String), default: expect.any(String) });
  }
});

test('variables are named as the runner names them', () => {
  expect(variableOf('github-token')).toBe('INPUT_GITHUB-TOKEN');
});
