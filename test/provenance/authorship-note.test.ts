import { describe, expect, test } from '@jest/globals';
import { readAuthorshipNote } from '../../src/provenance/authorship-note.ts';

const agent = (tool: string) => ({ agent_id: { tool, id: 'x', model: 'y' }, human_author: 'N <e>' });
const note = (lines: readonly string[], json: unknown) => [...lines, '---', JSON.stringify(json)].join('\n');
const none = { tools: [], hasAgentLines: false, hasHumanLines: false };

describe('notes of git-ai', () => {
  test.each([
    [
      'sessions, prompts and people',
      note(
        [
          'src/a.rs',
          '  s_11c3e1cdda522c::t_041820d0552f41 877-879,1519-1521,1524',
          '"b c.ts"',
          '  h_31dce776f88375 42-50',
          '  d9978a8723e02b52 1-4,9',
        ],
        { sessions: { s_11c3e1cdda522c: agent('claude') }, prompts: { d9978a8723e02b52: agent('cursor') } },
      ),
      { tools: ['claude-code', 'cursor'], hasAgentLines: true, hasHumanLines: true },
    ],
    ['people alone', note(['a', '  h_dac2ecdcedf37f 99'], { prompts: {} }), { ...none, hasHumanLines: true }],
    ['no lines', note([], { prompts: {} }), none],
    [
      'a key that nothing explains',
      note(['a', '  s_00 1'], {}),
      { ...none, tools: ['other'], hasAgentLines: true },
    ],
    [
      'a tool that nobody knows',
      note(['a', '  s_00 1'], { sessions: { s_00: agent('newcomer') } }),
      { ...none, tools: ['other'], hasAgentLines: true },
    ],
    [
      'a tool of the tests of git-ai',
      note(['a', '  s_00 1'], { sessions: { s_00: agent('mock_ai') } }),
      none,
    ],
    [
      'one broken record beside a whole one',
      note(['a', '  s_00 1', '  s_01 2'], { sessions: { s_00: 7, s_01: agent('codex') } }),
      { ...none, tools: ['other', 'codex'], hasAgentLines: true },
    ],
    ['JSON that is cut off', 'a\n  s_00 1\n---\n{"sess', { ...none, tools: ['other'], hasAgentLines: true }],
    ['lines of another form', note(['a', ' s_00 1', '  s_00 1-', '  s_00 1 2'], {}), none],
    [
      'trailing blanks and blank lines',
      'a  \n\n  s_00 1-2  \n---  \n{}',
      { ...none, tools: ['other'], hasAgentLines: true },
    ],
  ])('%s', (_, text, expected) => expect(readAuthorshipNote(text)).toEqual(expected));

  test.each(['', 'reviewed, looks good', '{"version":"0.0.1"}'])(
    'a note of another kind is none: %j',
    (text) => {
      expect(readAuthorshipNote(text)).toBeNull();
    },
  );
});
