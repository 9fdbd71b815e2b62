import type { SpokenMessage } from '../../domain/conversation.ts';
import type { Substitution } from '../../domain/observation.ts';
import type { Exchange } from '../../domain/recording.ts';
import type { RecordedConversation, SentRequest } from '../sending/sent-request.ts';
import { inBody } from '../values/body-tokens.ts';
import { type IssuedValue, keyOf, readIssuedValues } from '../values/issued-values.ts';
import { learnLiveValues } from '../values/live-values.ts';

/** What a service issues in a conversation and its client says again later in it. One per conversation and instance. */
export type ConversationValues = {
  /** Called with each message of the service, by its number from 0. */
  learn(payload: Uint8Array, index: number): void;
  /** A message of the client as this instance must get it. */
  into(message: SpokenMessage): SpokenMessage;
};

const nothing = new Uint8Array();

/**
 * The same as between exchanges, inside of one: a message of the service counts as the response to what the client wrote, so what it issues
 * there is put in where the client of the recording said what production had issued.
 */
export function createConversationValues(
  { method, target, conversation }: SentRequest & { readonly conversation: RecordedConversation },
  onSubstituted: (substitution: Substitution) => void = () => undefined,
): ConversationValues {
  const recorded = conversation.spoken.filter(({ from }) => from === 'service');
  const live = new Map<string, string>();
  return {
    learn: (payload, index) => {
      const message = recorded[index];
      if (message === undefined || message.kind !== 'text') return;
      for (const value of issuedIn(message, { method, target }, payload)) {
        const issued = value.live.get('baseline');
        if (issued !== undefined) live.set(value.key, issued);
      }
    },
    into: (message) => {
      if (live.size === 0 || message.from !== 'client' || message.kind !== 'text') return message;
      const request = { method, target, headers: [], body: message.payload };
      const payload = inBody(request, ({ text, place, resource }) => {
        const key = keyOf(text, resource);
        const issued = key === null ? undefined : live.get(key);
        if (issued === undefined || issued === text) return null;
        onSubstituted({ place, recorded: text, live: issued });
        return issued;
      });
      return { ...message, payload, size: payload.byteLength };
    },
  };
}

/** `baseline` stands for this instance, whichever it is: each has a conversation of its own. */
function issuedIn(
  message: SpokenMessage,
  { method, target }: Pick<SentRequest, 'method' | 'target'>,
  payload: Uint8Array,
): readonly IssuedValue[] {
  const exchange: Exchange = {
    ...{ id: '-', session: '', startedAt: 0, durationMs: 0, method, target },
    ...{ requestHeaders: [], status: 200, responseHeaders: [], requestBody: nothing },
    responseBody: message.payload,
  };
  const { values } = readIssuedValues(exchange, { producer: 0, session: '', writes: true });
  const answered = {
    kind: 'responded',
    status: 200,
    headers: [],
    trailers: [],
    body: payload,
    durationMs: 0,
  } as const;
  learnLiveValues({ status: 200, issued: values }, new Map([['baseline', answered]]));
  return values;
}
