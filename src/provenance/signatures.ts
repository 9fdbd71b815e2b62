import type { SignalDetector, SignalLevel, SignalRole } from '../domain/provenance.ts';

/**
 * What every row of the signature tables says. The tables are data: a new tool, or a new sign of a known one, is a
 * new row and nothing else (identities in agent-identities.ts, text in message-signatures.ts, branches and
 * descriptions in pull-request-signatures.ts, names in agent-names.ts). `source` says where the row was seen, so that
 * it can be checked again; `corpus` stands for a reading of 947,280 public commits from 1999 to August 2026.
 */
type Row = {
  /** Unique; shown as the rule of a signal. */
  readonly id: string;
  /** `other` when the sign tells of AI but not of whose; such a row never outvotes one that names a tool. */
  readonly tool: string;
  readonly level: SignalLevel;
  readonly source: string;
};

/**
 * Who someone is, by mailbox, account or name. All conditions that are given must hold; of mailboxes and accounts one
 * suffices. Companies are never matched by domain alone: their people write code too.
 */
export type IdentitySignature = Row & {
  /** Whole addresses, in lower case. */
  readonly mailboxes?: readonly string[];
  /**
   * Accounts of GitHub as in its no-reply addresses, `id+login` or `login`. The id is matched alone, for a login can be
   * renamed, unless several accounts share it; a login is matched alone when it ends in `[bot]` or has no id here.
   */
  readonly accounts?: readonly string[];
  readonly name?: RegExp;
  readonly email?: RegExp;
  /** Reviewing tools get into a squash by one accepted line: as co-authors they are suggestions. */
  readonly coAuthorRole?: SignalRole;
  /** What the sign is worth on a committer, when that differs. */
  readonly committerLevel?: SignalLevel;
};

/** A line of a message, matched alone. */
export type LineSignature = Row & {
  readonly detector: Extract<SignalDetector, 'trailer' | 'footer'>;
  readonly role: SignalRole;
  readonly pattern: RegExp;
  /** The line is written by a platform for several tools: any other sign names the tool better. */
  readonly yields?: true;
};

/** A branch name, or a line of a description, of the change as a whole. */
export type ChangeSignature = Row & { readonly role: SignalRole; readonly pattern: RegExp };
