import type { InstanceRole } from '../../domain/observation.ts';
import type { ConversationRemark } from '../conversation/replay-conversation.ts';

/** Counts what a reader of the report must know of how requests were sent to one instance. */
export type SendingRemarks = {
  readonly onSentAgain: () => void;
  readonly onRemark: (remark: ConversationRemark) => void;
  inWords(): readonly string[];
};

/** One per instance and run. That a conversation was shortened holds for all instances, so the baseline alone says it. */
export function createSendingRemarks(role: InstanceRole): SendingRemarks {
  const counts = { 'sent-again': 0, 'went-on': 0, shortened: 0 };
  return {
    onSentAgain: () => {
      counts['sent-again'] += 1;
    },
    onRemark: (remark) => {
      counts[remark] += 1;
    },
    inWords: () => [
      ...said(
        counts['sent-again'],
        (count) =>
          `${count} requests were sent again to the ${role}, which had closed an idle connection just as they left`,
      ),
      ...said(
        counts['went-on'],
        (count) =>
          `${count} times the ${role} did not say in a conversation what production had said by then; the client went on`,
      ),
      ...said(
        role === 'baseline' ? counts.shortened : 0,
        (count) =>
          `of ${count} conversations only the beginning was replayed, since the service speaks for longer than replay.exchange-timeout`,
      ),
    ],
  };
}

function said(count: number, inWords: (count: number) => string): readonly string[] {
  return count === 0 ? [] : [inWords(count)];
}
