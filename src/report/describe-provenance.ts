import type { CommitProvenance, Provenance, Signal, SignalDetector } from '../domain/provenance.ts';
import { shortSha } from './number-text.ts';
import { join, joinFirst, type Phrase, say } from './phrase.ts';

const foundIn: Readonly<Record<SignalDetector, string>> = {
  trailer: 'trailer',
  footer: 'footer',
  author: 'author',
  committer: 'committer',
  branch: 'name of the branch',
  'pull-request': 'pull request',
  'git-note': 'git note',
};

/** Which commits are AI-assisted, by which tool, and what says so. Silence is never called human. */
export function describeProvenance(provenance: Provenance | null, mostListed: number): Phrase {
  if (provenance === null) return ['not known: no commits were compared'];
  const assisted = provenance.commits.filter(({ verdict }) => verdict === 'ai' || verdict === 'mixed');
  const total = provenance.commits.length;
  if (total === 0 && provenance.signals.length === 0)
    return ['none: there is no commit between base and head'];
  const head = headOf(provenance, assisted.length, total);
  const details = [...assisted.map(describeCommit), ...provenance.signals.map(describeSignal)];
  return details.length === 0 ? [head] : [`${head}: `, ...joinFirst(details, ', ', mostListed)];
}

function headOf({ verdict }: Provenance, assisted: number, total: number): string {
  if (assisted > 0) return `${assisted} of ${total} ${total === 1 ? 'commit' : 'commits'} AI-assisted`;
  switch (verdict) {
    case 'ai':
    case 'mixed':
      return 'AI-assisted';
    case 'bot':
      return 'made by a bot';
    case 'unknown':
      return 'no sign of AI assistance, which does not prove that there was none';
    default:
      return verdict satisfies never;
  }
}

function describeCommit({ sha, tool, signals, verdict }: CommitProvenance): Phrase {
  const strongest = signals[0];
  const parts: Phrase[] = [say`${shortSha(sha)}`, say`${tool ?? strongest?.tool ?? 'unnamed tool'}`];
  const sign = strongest === undefined ? [] : [` (${foundIn[strongest.detector]})`];
  return [...join(parts, ' '), ...(verdict === 'mixed' ? [' in part'] : []), ...sign];
}

function describeSignal({ tool, detector }: Signal): Phrase {
  return say`${tool} (${[foundIn[detector]]})`;
}
