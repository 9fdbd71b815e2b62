import { describe, expect, test } from '@jest/globals';
import { parseYaml } from '../../src/config/parse-yaml.ts';
import { GateError } from '../../src/errors.ts';

const parse = (text: string) => parseYaml(text, 'settings.yml');

describe('parseYaml', () => {
  test('locates values and keys, through aliases too', () => {
    const yaml = parse('a: &shared\n  b: 1\nc: *shared\n');
    expect(yaml.data).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(yaml.locate(['a', 'b'], 'value')).toEqual({ line: 2, column: 6 });
    expect(yaml.locate(['a', 'b'], 'key')).toEqual({ line: 2, column: 3 });
    expect(yaml.locate(['c', 'b'], 'key')).toEqual({ line: 2, column: 3 });
  });

  test('locates what is missing at the section it is missing from', () => {
    const yaml = parse('a:\n  b:\n    - c: 1\n');
    expect(yaml.locate(['a', 'b', 0, 'x'], 'value')).toEqual({ line: 3, column: 7 });
    expect(yaml.locate(['x'], 'value')).toEqual({ line: 1, column: 1 });
  });

  test('repeated keys are a problem, and the rest is still read', () => {
    const yaml = parse('a: 1\na: 2\nb: 3\n');
    expect(yaml.problems).toEqual([
      { line: 2, column: 1, problem: 'this key stands twice in the same section, keep one of them' },
    ]);
    expect(yaml.data).toMatchObject({ b: 3 });
  });

  test.each([
    ['broken syntax', 'a: [1', 'not readable as YAML'],
    ['a second document', 'a: 1\n---\nb: 1', 'a second document'],
    ['a tag nobody knows', 'a: !secret x', 'not readable as YAML'],
    ['an alias without anchor', 'a: *nowhere', 'stands for nothing'],
    ['an expansion bomb', bomb(), 'aliases'],
  ])('%s is a problem and gives no data', (_name, text, problem) => {
    const yaml = parse(text);
    expect(yaml.data).toBeUndefined();
    expect(yaml.problems.map((each) => each.problem).join('\n')).toContain(problem);
  });

  test('only the first syntax error is told, and never what the file has there', () => {
    const yaml = parse('credentials: *a-{b: hunter2}\nc: {"hunter2" "hunter2" }}\nd: 1\n');
    expect(yaml.problems).toHaveLength(1);
    expect(yaml.problems[0]?.problem).not.toContain('hunter2');
  });

  test('a file over 64 KB is refused unread', () => {
    const read = () => parse(`# ${'x'.repeat(64 * 1024)}`);
    expect(read).toThrow(GateError);
    expect(read).toThrow('65538 bytes');
  });
});

/** Ten levels of ten aliases each: ten thousand million values when written out. */
function bomb(): string {
  const levels = Array.from({ length: 10 }, (_, level) => {
    const items = level === 0 ? Array(10).fill('x') : Array(10).fill(`*l${level - 1}`);
    return `l${level}: &l${level} [${items.join(', ')}]`;
  });
  return levels.join('\n');
}
