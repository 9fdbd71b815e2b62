import type { SpokenMessage } from '../../domain/conversation.ts';

/** What the client of the recording said, and what it had heard by then. */
export type Step = {
  readonly message: SpokenMessage;
  /** Messages of the service that came before it in the recording. */
  readonly after: number;
  /** How long they are waited for. */
  readonly patienceMs: number;
};

/** A recorded conversation as it is had again. */
export type ConversationScript = {
  readonly steps: readonly Step[];
  /** Messages of the service, a close among them, that came behind the last step. */
  readonly expected: number;
  readonly patienceMs: number;
  /** How long the service is listened to once all that is expected has come: never longer than it was in production. */
  readonly quietMs: number;
  /** Whether the conversation was over in the recording, rather than cut off. */
  readonly isWhole: boolean;
  /** Whether it was cut short here, because the service took longer to speak than an exchange may take. */
  readonly isShortened: boolean;
};

const leastPatienceMs = 1000;
const longestQuietMs = 100;
/** Share of the time for one exchange that may go by in waiting for what the service says of its own accord. */
const shareForWaiting = 0.8;

/**
 * Used before a conversation is had: its order without the pauses of the client, and how long to wait for the service. One that
 * would take too long is cut at the same message for all instances, rather than wherever the deadline finds each of them.
 */
export function scriptOf(
  recorded: readonly SpokenMessage[],
  { timeoutMs, isCut }: { readonly timeoutMs: number; readonly isCut: boolean },
): ConversationScript {
  const messages = withinTime(recorded, timeoutMs * shareForWaiting);
  const steps: Step[] = [];
  let heard = 0;
  let patienceMs = leastPatienceMs;
  for (const [index, message] of messages.entries()) {
    if (message.from === 'client') {
      steps.push({ message, after: heard, patienceMs });
      patienceMs = leastPatienceMs;
    } else {
      heard += 1;
      patienceMs = Math.max(patienceMs, 2 * pauseBefore(messages, index));
    }
  }
  const isShortened = messages.length < recorded.length;
  const isWhole = !isCut && !isShortened;
  return { steps, expected: heard, patienceMs, quietMs: quietOf(messages, isWhole), isWhole, isShortened };
}

function withinTime(recorded: readonly SpokenMessage[], mostMs: number): readonly SpokenMessage[] {
  let waitedMs = 0;
  const end = recorded.findIndex(({ from }, index) => {
    if (from === 'service') waitedMs += pauseBefore(recorded, index);
    return waitedMs > mostMs;
  });
  return end === -1 ? recorded : recorded.slice(0, end);
}

function pauseBefore(messages: readonly SpokenMessage[], index: number): number {
  return Math.max(0, (messages[index]?.atMs ?? 0) - (messages[index - 1]?.atMs ?? 0));
}

/** A service that was still speaking when the recording ended would only be cut off elsewhere in each instance. */
function quietOf(messages: readonly SpokenMessage[], isWhole: boolean): number {
  const lastWord = messages.findLastIndex(({ kind }) => kind !== 'close');
  const end = messages[lastWord + 1];
  if (!isWhole || end === undefined) return 0;
  return Math.min(longestQuietMs, Math.max(0, end.atMs - (messages[lastWord]?.atMs ?? 0)));
}
