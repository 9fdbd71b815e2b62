import type { Change, PullRequest } from '../domain/change.ts';
import type { Signal } from '../domain/provenance.ts';
import { agentIdentities } from './agent-identities.ts';
import { messageSignals } from './commit-signals.ts';
import { makeSignal, rankSignals } from './make-signal.ts';
import { branchSignatures, descriptionSignatures } from './pull-request-signatures.ts';
import { readMessage } from './read-message.ts';

/**
 * Signs that concern the change as a whole: its branch, the description of its pull request, and the account that
 * opened it. Text is circumstantial here, whatever it would prove in a commit: it speaks of no commit in particular.
 * The account is a fact of the code host.
 */
export function changeSignals({ branch, pullRequest }: Change): readonly Signal[] {
  const branches = new Set([branch, pullRequest?.headBranch].flatMap((name) => (name ? [name] : [])));
  return rankSignals([
    ...[...branches].flatMap(branchSignals),
    ...(pullRequest === undefined
      ? []
      : [...accountSignals(pullRequest), ...descriptionSignals(pullRequest.body)]),
  ]);
}

function branchSignals(name: string): readonly Signal[] {
  const plain = name.replace(/^refs\/heads\//, '');
  return branchSignatures
    .filter(({ pattern }) => pattern.test(plain))
    .map(({ id, tool, level, role }) =>
      makeSignal({ rule: id, tool, detector: 'branch', level, role }, plain),
    );
}

/** Logins of apps come with and without `[bot]`, depending on which interface of the host told them. */
function accountSignals({ author, authorIsBot }: PullRequest): readonly Signal[] {
  if (!authorIsBot) return [];
  const login = author.toLowerCase().replace(/\[bot\]$/, '');
  const row = agentIdentities.find(({ accounts = [] }) =>
    accounts.some((account) => account.toLowerCase().replace(/^\d+\+|\[bot\]$/g, '') === login),
  );
  if (row === undefined) return [];
  const sign = {
    rule: `${row.id}.pull-request`,
    tool: row.tool,
    detector: 'pull-request',
    role: 'author',
  } as const;
  return [makeSignal({ ...sign, level: 'platform-verified' }, `opened by the bot account ${author}`)];
}

function descriptionSignals(body: string): readonly Signal[] {
  // A description has no subject line.
  const said = messageSignals(readMessage(`\n${withoutComments(body)}`)).map((signal) => ({
    ...signal,
    detector: 'pull-request' as const,
    level: 'circumstantial' as const,
  }));
  const lines = body.slice(0, 200_000).split(/\r?\n/);
  const own = descriptionSignatures.flatMap(({ id, tool, level, role, pattern }) => {
    const line = lines.find((candidate) => candidate.length <= 2_000 && pattern.test(candidate));
    const sign = { rule: id, tool, detector: 'pull-request', level, role } as const;
    return line === undefined ? [] : [makeSignal(sign, line)];
  });
  return [...said, ...own];
}

/** Templates explain themselves in comments, and an explanation is no statement. A comment without end hides nothing. */
function withoutComments(body: string): string {
  const [first = '', ...parts] = body.split('<!--');
  const kept = parts.map((part) => {
    const end = part.indexOf('-->');
    return end < 0 ? `<!--${part}` : part.slice(end + 3);
  });
  return [first, ...kept].join('');
}
