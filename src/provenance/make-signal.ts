import type { Signal } from '../domain/provenance.ts';

const excerptLength = 160;

/** Used wherever a sign is found. The excerpt is untrusted text: one line, cut, without control characters. */
export function makeSignal(sign: Omit<Signal, 'excerpt'>, text: string): Signal {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return { ...sign, excerpt: line.slice(0, excerptLength).toWellFormed() };
}

const levels: readonly Signal['level'][] = [
  'platform-verified',
  'tool-record',
  'identity-claim',
  'circumstantial',
];
const roles: readonly Signal['role'][] = [
  'author',
  'co-author',
  'assistant',
  'suggestion',
  'committer',
  'reviewer',
];

/** Strongest first: by level, then by the part that the tool played. What is said twice is kept once. */
export function rankSignals(signals: readonly Signal[]): readonly Signal[] {
  const strength = ({ level, role }: Signal) => levels.indexOf(level) * roles.length + roles.indexOf(role);
  const ranked = [...signals].sort((a, b) => strength(a) - strength(b));
  return ranked.filter((signal, index) => ranked.findIndex((other) => saysTheSame(other, signal)) === index);
}

/** One rule on several lines, or several rules on one line. */
function saysTheSame(a: Signal, b: Signal): boolean {
  const sameSource = a.rule === b.rule || (a.excerpt === b.excerpt && a.role === b.role);
  return sameSource && a.tool === b.tool && a.detector === b.detector && a.level === b.level;
}

/** A sign that makes a commit an AI one by itself. Who only looked at the code, or only might have, does not. */
export const isProof = (signal: Signal): boolean =>
  signal.level !== 'circumstantial' && signal.role !== 'reviewer';

/**
 * The tool that ranked signals point to: the first that names one, then a platform's usual one, then `other`.
 * `yielding` are the rules that name a platform rather than a tool.
 */
export function leadingTool(ranked: readonly Signal[], yielding: ReadonlySet<string>): string | undefined {
  const named = ranked.filter((signal) => signal.tool !== 'other');
  return (named.find((signal) => !yielding.has(signal.rule)) ?? named[0] ?? ranked[0])?.tool;
}
