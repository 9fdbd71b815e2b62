import type { ValueLinks } from '../../domain/value-links.ts';
import { type IssuedValue, keyOf, readIssuedValues } from '../values/issued-values.ts';
import { replaceTokens } from '../values/request-tokens.ts';
import type { RequestToken } from '../values/text-tokens.ts';
import { noIssuer } from './find-links.ts';
import type { FollowedExchange, MetExchange, ValueFollower, VisitToken } from './follow-values.ts';

/**
 * One per replay of a plan whose links are known: gives what following every value would give, and looks only into exchanges that
 * issue or carry one.
 */
export function createLinkedFollower(links: ValueLinks): ValueFollower {
  return new LinkedFollower(links);
}

const nothing: readonly IssuedValue[] = [];
const untouched: FollowedExchange = { carried: new Map(), issued: [], secrets: new Set(), notFollowed: 0 };

/** What one text of a request turned out to be. */
type Carried = { readonly earlier: readonly IssuedValue[]; readonly isSecret: boolean };
const ordinary: Carried = { earlier: nothing, isSecret: false };

class LinkedFollower implements ValueFollower {
  private readonly links: ValueLinks;
  /** By value: the number of the last exchange that carries it, after which it need not be kept. */
  private readonly lastCarriers: Uint32Array;
  private readonly issued = new Map<number, IssuedValue>();
  private carrierRow = 0;
  private issuerRow = 0;

  constructor(links: ValueLinks) {
    this.links = links;
    this.lastCarriers = lastCarriersOf(links);
  }

  follow(met: MetExchange, visit: VisitToken): FollowedExchange {
    const { carriers, issuers, reads } = this.links;
    const { number } = met;
    while ((carriers[this.carrierRow] ?? number) < number) this.carrierRow += 1;
    while ((issuers[this.issuerRow] ?? number) < number) this.issuerRow += 1;
    const isRead = reads[number] === 1;
    const isIssuing = issuers[this.issuerRow] === number;
    if (!isRead && !isIssuing) return untouched;
    const { carried, secrets } = isRead ? this.readRequest(met, visit) : untouched;
    return { carried, secrets, issued: isIssuing ? this.readResponse(met) : nothing, notFollowed: 0 };
  }

  private readRequest(
    { request, number }: MetExchange,
    visit: VisitToken,
  ): Pick<FollowedExchange, 'carried' | 'secrets'> {
    const carried = new Map<string, readonly IssuedValue[]>();
    const secrets = new Set<string>();
    const firstRow = this.carrierRow;
    let token = 0;
    const look = (found: RequestToken): null => {
      const { earlier, isSecret } = this.carriedAt(number, token);
      const key = earlier.length === 0 ? null : keyOf(found.text, found.resource);
      if (key !== null) carried.set(key, earlier);
      if (isSecret) secrets.add(found.text);
      visit(found, earlier, isSecret);
      token += 1;
      return null;
    };
    replaceTokens(request, look);
    this.forgetUsed(firstRow, number);
    return { carried, secrets };
  }

  private carriedAt(number: number, token: number): Carried {
    const { carriers, tokens, values } = this.links;
    let found = ordinary;
    for (; carriers[this.carrierRow] === number && tokens[this.carrierRow] === token; this.carrierRow += 1) {
      const row = values[this.carrierRow] ?? noIssuer;
      const value = this.issued.get(row);
      if (row === noIssuer) found = { earlier: nothing, isSecret: true };
      // Without one, its exchange was left out for want of time.
      else if (value !== undefined) found = { earlier: [...found.earlier, value], isSecret: false };
    }
    return found;
  }

  private readResponse({ planned, exchange, number, producer }: MetExchange): readonly IssuedValue[] {
    const { issuers, ordinals } = this.links;
    const { session, writes } = planned;
    const read = readIssuedValues(exchange, { producer, session, writes }).values;
    const found: IssuedValue[] = [];
    for (; issuers[this.issuerRow] === number; this.issuerRow += 1) {
      const value = read[ordinals[this.issuerRow] ?? 0];
      if (value === undefined) throw new Error('the links are those of another recording');
      this.issued.set(this.issuerRow, value);
      found.push(value);
    }
    return found;
  }

  private forgetUsed(firstRow: number, number: number): void {
    for (let row = firstRow; row < this.carrierRow; row += 1) {
      const value = this.links.values[row] ?? noIssuer;
      if (value !== noIssuer && this.lastCarriers[value] === number) this.issued.delete(value);
    }
  }
}

function lastCarriersOf({ carriers, values, issuers }: ValueLinks): Uint32Array {
  const last = new Uint32Array(issuers.length);
  for (const [row, value] of values.entries()) {
    if (value !== noIssuer) last[value] = carriers[row] ?? 0;
  }
  return last;
}
