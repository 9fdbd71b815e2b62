// covers: agent-names.ts
import { describe, expect, test } from '@jest/globals';
import { agentNames } from '../../src/provenance/agent-names.ts';
import { matchAgentName, toolInProse } from '../../src/provenance/match-agent-name.ts';

describe('values that name an agent or model', () => {
  test.each([
    ['Claude Opus 4.8 (1M context)', 'claude-code'],
    ['Claude:claude-opus-4-8', 'claude-code'],
    ['Claude:claude-3-opus coccinelle sparse', 'claude-code'],
    ['Claude Fable 5', 'claude-code'],
    ['[Claude Code](https://claude.com/claude-code)', 'claude-code'],
    ['Claude claude-opus-4-5-20251101', 'claude-code'],
    ['Claude Sonnet 4 via Crush', 'crush'],
    ['Crush:qwen3.8-max', 'crush'],
    ['openai:gpt-5.5', 'other'],
    ['my-harness:openrouter/qwen/qwen3-coder', 'other'],
    ['my-harness:o3-mini', 'other'],
    ['ChatGPTv5', 'other'],
    ['generic LLM chatbot', 'other'],
    ['an AI assistant', 'other'],
    ['GitHub Copilot:gpt-4.1', 'copilot-vscode'],
    ['Cursor (claude-4.5-sonnet)', 'cursor'],
    ['Codex/GPT-5', 'codex'],
    ['Cursor and Claude Code', 'cursor'],
    ['Gemini 2.5 Pro.', 'gemini-cli'],
  ])('%s', (value, tool) => expect(matchAgentName(value)).toBe(tool));

  test('every name of the table stands for its own tool', () => {
    const wrong = agentNames.flatMap(({ tool, names }) =>
      names.filter((name) => matchAgentName(name) !== tool),
    );
    expect(wrong).toEqual([]);
  });
});

describe('values that name anything else', () => {
  test.each([
    'Dan Fandrich',
    'Claude Warren',
    'Claude Warren 3rd',
    'Devin Rousso',
    'Cody Rigney',
    'devx/7d65db46-a09e-471a-9e1c-abdaa5accba8',
    'hack/update-bazel.sh',
    'libtool 1.4.0a',
    'https://example.com/gpt-5',
    'Viktor Szakats',
    'Gemini exchange',
    'Cursor.seek on buckets',
    'Claude Sonnet as part of adding small model support in the',
    'none',
    '',
    'x'.repeat(5_000),
  ])('%s', (value) => expect(matchAgentName(value)).toBeNull());
});

test.each([
  ['This commit was made with the assistance of AI (ampcode.com)', 'amp'],
  ['Claude wrote the tests, Codex reviewed', 'claude-code'],
  ['Profiled, implemented and written by Fable.', 'other'],
])('the tool in: %s', (text, tool) => expect(toolInProse(text)).toBe(tool));
