/** One field of a message, as far as reading needs it. */
export type ProtoField = {
  readonly name: string;
  /** A scalar of protobuf by its name (`sint64`, `string` …), or `message` or `enum`. */
  readonly type: string;
  /** Full name of the message, where it is one. */
  readonly message: string | null;
  /** Names of an enum by number. */
  readonly names: ReadonlyMap<number, string> | null;
  readonly kind: 'single' | 'repeated' | 'map';
};

/** Fields by number. */
export type ProtoMessage = ReadonlyMap<number, ProtoField>;

/** What descriptors say, as plain data, so that comparison needs no library to read by it. */
export type ProtoSchema = {
  /** By full name, e.g. `shop.quotes.Quote`. */
  readonly messages: ReadonlyMap<string, ProtoMessage>;
  /** Full name of what a method answers, by its path, e.g. `/shop.quotes.Quotes/Ask`. */
  readonly answers: ReadonlyMap<string, string>;
};

/** The message that a request to this target is answered with; null when no descriptor knows it. */
export function answerOf(schema: ProtoSchema | null, target: string): ProtoMessageRef | null {
  const message = schema?.answers.get(target.split('?', 1)[0] ?? '');
  return schema === null || message === undefined ? null : { schema, message };
}

/** A message of a schema. */
export type ProtoMessageRef = { readonly schema: ProtoSchema; readonly message: string };
