import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderTerminal, type TerminalReport } from '../../src/report/render-terminal.ts';
import { anEvidence, aQuietEvidence, aVerdict, evidenceDigest } from '../support/builders.ts';
import { hostileText, withTexts } from '../support/hostile-text.ts';

const report: TerminalReport = {
  evidence: anEvidence({ warnings: ['No secondary ran.'] }),
  evidenceDigest,
  verdict: aVerdict({
    approvals: [{ kind: 'dismissed', user: 'kim', reviewId: '1', reason: 'is not a senior by the policy' }],
  }),
  colours: false,
  width: 110,
  evidenceFolder: '.shadowgate/evidence',
};

test('verdict first, then reason and what to do, then differences, then what it rests on', () => {
  const lines = renderTerminal(report).split('\n');
  expect(lines[0]).toBe('Shadowgate: awaiting approval  a1b2c3d → 9bc01d2');
  expect(lines[1]).toMatch(/^ {2}The rule “AI-assisted change behaves differently” asks/);
  expect(lines[3]).toMatch(/^ {2}→ Ask one senior to look at the evidence and approve commit 9bc01d2/);
  const order = [
    'Approvals',
    '1 difference',
    ' 1  GET /carts',
    'Warnings',
    'Change  ',
    'Rules  ',
    'Evidence  ',
  ];
  const positions = order.map((start) => lines.findIndex((line) => line.startsWith(start)));
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  expect(positions).not.toContain(-1);
  expect(lines.at(-1)).toBe('Evidence    9f86d081884c in .shadowgate/evidence');
});

test('where no commits were compared nothing is said of rules', () => {
  const evidence = aQuietEvidence({ base: null, head: null });
  const text = renderTerminal({ ...report, evidence, verdict: aVerdict({ kind: 'passed' }) });
  expect(text.split('\n')[0]).toBe('Shadowgate: no difference');
  expect(text).not.toContain('Rules');
});

test('a warning keeps its lines, each set under the first', () => {
  const warnings = [`Candidate: the log:\n| ${'word '.repeat(30)}\n| end`, 'Another.'];
  const lines = renderTerminal({ ...report, evidence: anEvidence({ warnings }) }).split('\n');
  const start = lines.indexOf('Warnings');
  expect(lines.slice(start + 1, start + 6).map((line) => line.slice(0, 8))).toEqual([
    ...['  ! Cand', '    | wo', '    word', '    | en', '  ! Anot'],
  ]);
});

test('a quiet change has no section on differences, and no folder when none is known', () => {
  const { evidenceFolder: _, ...rest } = report;
  const text = renderTerminal({ ...rest, evidence: aQuietEvidence({ base: null, head: null }) });
  expect(text).not.toContain('between before and after');
  expect(text.split('\n')[0]).toBe('Shadowgate: awaiting approval');
  expect(text.endsWith('Evidence    9f86d081884c')).toBe(true);
});

describe('colours', () => {
  test.each([
    ['passed', 32],
    ['awaiting-approval', 33],
    ['blocked', 31],
    ['inconclusive', 35],
  ] as const)('%s', (kind, code) => {
    const text = renderTerminal({ ...report, colours: true, verdict: aVerdict({ kind }) });
    expect(text.split('\n')[0]).toContain(`\u001b[${code}m`);
  });

  test('change nothing but colour', () => {
    const coloured = renderTerminal({ ...report, colours: true });
    const commands = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    expect(coloured.replaceAll(commands, '')).toBe(renderTerminal(report));
  });
});

test('laws: nothing moves the cursor, no line is wider than the terminal, there is one verdict', () => {
  const hostile = fc.tuple(
    fc.array(hostileText, { minLength: 1, maxLength: 30 }),
    fc.integer({ min: 60, max: 140 }),
  );
  fc.assert(
    fc.property(hostile, ([texts, width]) => {
      let used = 0;
      const text = renderTerminal({ ...withTexts(report, () => texts[used++ % texts.length] ?? ''), width });
      expect(text).not.toMatch(/[^\P{C}\n]/u);
      const lines = text.split('\n');
      expect(lines.filter((line) => [...line].length > width)).toEqual([]);
      expect(lines.filter((line) => line.startsWith('Shadowgate: '))).toHaveLength(1);
    }),
    { numRuns: 80 },
  );
});
