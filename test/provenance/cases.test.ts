import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Change } from '../../src/domain/change.ts';
import type { Provenance } from '../../src/domain/provenance.ts';
import { detectProvenance } from '../../src/provenance/detect-provenance.ts';
import { changeOf } from '../support/commits.ts';

/**
 * Measures the detector on labelled commits of public repositories, which are too many to keep here. Fields as in
 * section 5 of the reference page on provenance; run again on another file of the same form with PROVENANCE_CASES.
 */
type Case = {
  readonly id: string;
  readonly message: string;
  readonly author: string;
  readonly committer: string;
  readonly parents: number;
  readonly committedAt: string;
  readonly branch?: string;
  readonly prBody?: string;
  readonly note?: string;
  readonly expected: {
    readonly ai: boolean | 'unknown';
    readonly tool: string;
    readonly role: string;
    readonly acceptTools?: readonly string[];
    readonly mixed?: boolean;
  };
  readonly tags: readonly string[];
};

type Judged = { readonly labelled: Case; readonly found: Provenance; readonly ai: boolean };

const file =
  process.env['PROVENANCE_CASES'] ??
  new URL('../../../shared/provenance-cases.jsonl', import.meta.url).pathname;
const present = existsSync(file);
if (!present) process.stderr.write(`skipped: the labelled commits are not on this machine (${file})\n`);

function judge(labelled: Case): Judged {
  const found = detectProvenance(changeFrom(labelled));
  return { labelled, found, ai: found.verdict === 'ai' || found.verdict === 'mixed' };
}

function changeFrom({ parents, branch, prBody, note, ...rest }: Case): Change {
  const pullRequest = {
    number: 1,
    title: '',
    author: 'someone',
    authorIsBot: false,
    labels: [],
    baseBranch: 'main',
  };
  return {
    ...changeOf([{ ...rest, parents, ...(note === undefined ? {} : { note }) }]),
    ...(branch === undefined ? {} : { branch }),
    ...(prBody === undefined ? {} : { pullRequest: { ...pullRequest, headBranch: 'topic', body: prBody } }),
  };
}

const share = (part: readonly unknown[], whole: readonly unknown[]): number =>
  part.length / Math.max(1, whole.length);
const names = (judged: readonly Judged[]): string[] =>
  judged.map(
    ({ labelled, found }) =>
      `${labelled.id} expected ${labelled.expected.tool}, found ${found.verdict} ${found.tools}`,
  );

(present ? describe : describe.skip)('labelled commits', () => {
  const cases = present ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const judged = cases.map((line) => judge(JSON.parse(line) as Case));
  const withAi = judged.filter(({ labelled }) => labelled.expected.ai === true);
  const withoutAi = judged.filter(({ labelled }) => labelled.expected.ai === false);
  const open = judged.filter(({ labelled }) => labelled.expected.ai === 'unknown');
  const recalled = withAi.filter(({ ai }) => ai);
  const toolRight = recalled.filter(({ labelled: { expected }, found }) =>
    [expected.tool, ...(expected.acceptTools ?? [])].includes(found.tools[0] ?? ''),
  );

  test('what is measured', () => {
    const mixed = withAi.filter(({ labelled }) => labelled.expected.mixed);
    const mixedFound = mixed.filter(({ found }) => found.commits.some(({ verdict }) => verdict === 'mixed'));
    const bots = withoutAi.filter(({ labelled }) => labelled.tags.includes('non-ai-bot'));
    const botsFound = bots.filter(({ found }) => found.verdict === 'bot');
    process.stdout.write(
      [
        `${judged.length} labelled commits`,
        `recall ${share(recalled, withAi).toFixed(3)} of ${withAi.length}`,
        `false positives ${withoutAi.filter(({ ai }) => ai).length} of ${withoutAi.length}`,
        `unknown called AI ${open.filter(({ ai }) => ai).length} of ${open.length}`,
        `tool right ${share(toolRight, recalled).toFixed(3)}`,
        `mixed seen ${mixedFound.length} of ${mixed.length}`,
        `bots known ${botsFound.length} of ${bots.length}\n`,
      ].join(', '),
    );
    expect(judged.length).toBeGreaterThan(100);
  });

  test('finds AI where it is', () => {
    const missed = names(withAi.filter(({ ai }) => !ai));
    expect({ missed, enough: share(recalled, withAi) >= 0.98 }).toMatchObject({ enough: true });
  });

  test('never calls the work of people AI', () =>
    expect(names(withoutAi.filter(({ ai }) => ai))).toEqual([]));

  test('never settles what cannot be known', () => expect(names(open.filter(({ ai }) => ai))).toEqual([]));

  test('never calls a bot what is not on the list of bots', () => {
    const called = judged.filter(({ found }) => found.verdict === 'bot');
    expect(names(called.filter(({ labelled }) => !labelled.tags.includes('non-ai-bot')))).toEqual([]);
  });

  test('names the tool', () => {
    const wrong = names(recalled.filter((one) => !toolRight.includes(one)));
    expect({ wrong, enough: share(toolRight, recalled) >= 0.95 }).toMatchObject({ enough: true });
  });
});
