import { expect, test } from '@jest/globals';
import type { Provenance } from '../../src/domain/provenance.ts';
import { describeProvenance } from '../../src/report/describe-provenance.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { aCommitProvenance, aProvenance, aSignal } from '../support/builders.ts';

const human = aCommitProvenance({ verdict: 'unknown', signals: [] });

test.each<[string, Provenance | null, string]>([
  [
    'which commit, which tool, which sign',
    aProvenance(),
    '1 of 2 commits AI-assisted: 9bc01d2 claude-code (trailer)',
  ],
  [
    'in part',
    aProvenance({ commits: [aCommitProvenance({ verdict: 'mixed' })] }),
    '1 of 1 commit AI-assisted: 9bc01d2 claude-code in part (trailer)',
  ],
  [
    'by the branch alone',
    aProvenance({ commits: [], signals: [aSignal({ detector: 'branch', tool: 'codex' })] }),
    'AI-assisted: codex (name of the branch)',
  ],
  [
    'no sign',
    aProvenance({ verdict: 'unknown', commits: [human] }),
    'no sign of AI assistance, which does not prove that there was none',
  ],
  ['a bot', aProvenance({ verdict: 'bot', commits: [human] }), 'made by a bot'],
  [
    'nothing at all',
    aProvenance({ verdict: 'unknown', commits: [] }),
    'none: there is no commit between base and head',
  ],
  ['no commits', null, 'not known: no commits were compared'],
])('%s', (_name, provenance, text) => {
  expect(phraseText(describeProvenance(provenance, 5))).toBe(text);
});

test('commits beyond the first are counted', () => {
  const commits = Array.from({ length: 9 }, () => aCommitProvenance());
  expect(phraseText(describeProvenance(aProvenance({ commits }), 2))).toMatch(
    /^9 of 9 commits AI-assisted: .*, 7 more$/,
  );
});
