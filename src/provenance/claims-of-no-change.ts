import type { Commit } from '../domain/change.ts';
import type { Claim } from '../domain/provenance.ts';

/** Types of a conventional commit that leave what a program does alone. */
const harmlessType = /^(?:refactor|style|docs|test)(?:\([^)]*\))?:/i;
/** The same said in words, in subject or body. */
const said =
  /\bno (?:functional|behaviou?r(?:al)?|semantic|logic|visible) changes?\b|\bNFC\b|\b(?:pure|just a|only a|mere) (?:refactor(?:ing)?|rename|cleanup|reformat(?:ting)?)\b|\bno change (?:in|of|to) (?:the )?behaviou?r\b|\bbehaviou?r(?:-| )(?:preserving|neutral)\b|\bdoes not change (?:the )?behaviou?r\b/i;

/**
 * Commits that say of themselves that they change nothing a user could see. Beside a difference that was found, that is
 * for a reader to know first; whether it was meant is for a person to say.
 */
export function claimsOfNoChange(commits: readonly Pick<Commit, 'sha' | 'message'>[]): readonly Claim[] {
  return commits.flatMap(({ sha, message }) => {
    const subject = message.split('\n')[0] ?? '';
    const words = harmlessType.exec(subject)?.[0] ?? said.exec(message)?.[0];
    return words === undefined ? [] : [{ commit: sha, subject: subject.slice(0, 200), words }];
  });
}
