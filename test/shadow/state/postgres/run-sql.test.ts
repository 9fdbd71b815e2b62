import { expect, test } from '@jest/globals';
import { splitScript } from '../../../../src/shadow/state/postgres/run-sql.ts';

test('a dump is taken apart into statements and rows', () => {
  const dump = [
    '\\restrict abc',
    'CREATE TABLE a (b text);',
    'COPY public.a (b) FROM stdin;',
    'one',
    'COPY x FROM stdin;',
    '\\.',
    '',
    'SELECT 1;',
    '\\unrestrict abc',
  ].join('\n');
  expect(splitScript(dump)).toEqual([
    { kind: 'statements', text: '\nCREATE TABLE a (b text);', line: 1 },
    { kind: 'copy', statement: 'COPY public.a (b) FROM stdin;', rows: 'one\nCOPY x FROM stdin;\n', line: 3 },
    { kind: 'statements', text: '\nSELECT 1;\n', line: 7 },
  ]);
});

test('rows without their end reach to the end of the file', () => {
  expect(splitScript('COPY a FROM stdin;\n1')).toEqual([
    { kind: 'copy', statement: 'COPY a FROM stdin;', rows: '1\n', line: 1 },
  ]);
});

test('nothing but blanks is nothing to run', () => {
  expect(splitScript('\n \n')).toEqual([]);
});
