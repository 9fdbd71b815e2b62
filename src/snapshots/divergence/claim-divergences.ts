import type { FirstDivergence } from '../../domain/evidence-trace.ts';
import type { NamedDivergence } from './name-divergence.ts';

type ClaimRequest = {
  /** Where the states of each exchange part, if they do. */
  readonly named: ReadonlyMap<string, NamedDivergence | null>;
  /** All exchanges in the order of the recording. */
  readonly exchanges: readonly string[];
  readonly affected: ReadonlySet<string>;
};

/**
 * Decides what is claimed of each exchange that behaved differently. Where none of them shows the cause itself, the
 * changed code ran in an earlier exchange that answered as before, and left other state behind: its divergence is the
 * cause then, and bears the id of that exchange.
 */
export function claimDivergences({
  named,
  exchanges,
  affected,
}: ClaimRequest): ReadonlyMap<string, FirstDivergence | null> {
  const order = new Map(exchanges.map((id, index) => [id, index]));
  const isBefore = (one: string, another: string) => (order.get(one) ?? 0) < (order.get(another) ?? 0);
  const root = [...affected].some((id) => named.get(id)?.isOwn)
    ? null
    : rootOf({ named, exchanges, affected });
  const causes = new Set([...affected].flatMap((id) => causeOf(named.get(id))));
  return new Map(
    [...affected].map((id) => {
      const first = knownElsewhere(named.get(id), causes) ?? named.get(id)?.first ?? null;
      const isInherited = root !== null && isBefore(root.exchangeId, id) && !endsInChangedCode(first);
      return [id, isInherited ? root : first];
    }),
  );
}

/** A changed statement that alone explains one exchange is the likelier cause of others too than the state that these met in unchanged code. */
function knownElsewhere(one: NamedDivergence | null | undefined, causes: ReadonlySet<string>) {
  const control = one?.control;
  return control !== undefined && causes.has(statementOf(control)) ? control : null;
}

function causeOf(one: NamedDivergence | null | undefined): readonly string[] {
  return one?.isOwn && one.first.isChanged ? [statementOf(one.first)] : [];
}

function statementOf({ file, baselineLine, candidateLine }: FirstDivergence): string {
  return JSON.stringify([file, baselineLine, candidateLine]);
}

/** The earliest divergence in changed code of an exchange that behaved as before; one in a value tells most, mere control least. */
function rootOf({ named, exchanges, affected }: ClaimRequest): FirstDivergence | null {
  const own = exchanges.flatMap((id) => {
    const divergence = affected.has(id) ? null : named.get(id);
    return divergence?.isOwn ? [divergence] : [];
  });
  const seen = own.filter(({ isByControl }) => !isByControl);
  const told = seen.find(({ first }) => first.kind === 'value') ?? seen[0] ?? own[0];
  return told?.first ?? null;
}

/** Nothing captured differs, yet a changed statement ran last: that is nearer than what an earlier exchange did. */
function endsInChangedCode(first: FirstDivergence | null): boolean {
  return first?.kind === 'unexplained' && first.isChanged;
}
