import type { Divergence } from '../domain/divergence.ts';
import type { ComparedExchange } from './compared-run.ts';
import { derivedHeaders, headerOfPlace } from './headers/header-rules.ts';
import type { BrokenRelations } from './noise/broken-relations.ts';
import { type Excuse, noise, refuse, stands } from './noise/excuse.ts';
import { excuseStructure } from './noise/excuse-structure.ts';
import { excuseText } from './noise/excuse-text.ts';
import { type ExcuseContext, excuseValue } from './noise/excuse-value.ts';
import { holdCutList } from './noise/hold-cut-list.ts';
import type { LearnedNoise } from './noise/learn-noise.ts';
import { brokenIdNote, isText } from './values/kinds-of-value.ts';

export type Judged = { readonly divergence: Divergence; readonly excuse: Excuse };

/**
 * Decides for each divergence of one exchange in one run whether it is noise. Derived headers are judged last: an ETag
 * differs because the body does, so it is noise when all that differs in the body is.
 */
export function judgeExchange(
  exchange: ComparedExchange,
  learned: LearnedNoise,
  relations: BrokenRelations,
): readonly Judged[] {
  const context: ExcuseContext = { exchange, noise: learned };
  const broken = relations.get(exchange.exchangeId);
  const judged = exchange.divergences.map((divergence) => ({
    divergence,
    excuse: withStatistics(
      withRelation(
        holdCutList(excuse(divergence, context), divergence, context),
        broken?.get(divergence.place),
      ),
      learned.systematic(exchange.route, divergence),
    ),
  }));
  const bodyStands = judged.some(
    ({ divergence, excuse }) => isOfBody(divergence) && excuse.kind === 'stands',
  );
  if (!exchange.bodyDiffers || bodyStands) return judged;
  return judged.map((one) =>
    one.excuse.kind === 'stands' && isDerived(one.divergence) ? excuseDerived(one) : one,
  );
}

/** A value may vary and keep its form, and still be another than the one it must be. */
function withRelation(excuse: Excuse, broken: string | undefined): Excuse {
  return excuse.kind === 'noise' && broken !== undefined ? refuse('broken-relation', broken) : excuse;
}

/** Each value may be one that comes, and all of them together be too many. */
function withStatistics(excuse: Excuse, systematic: string | null): Excuse {
  return excuse.kind === 'noise' && systematic !== null ? refuse('systematic', systematic) : excuse;
}

/** Whether a divergence is a header's that is computed from the body. */
export function isDerived({ kind, place }: Divergence): boolean {
  return kind === 'header-changed' && derivedHeaders.has(headerOfPlace(place) ?? '');
}

export function isOfBody({ place }: Divergence): boolean {
  return place === 'body' || place.startsWith('body/');
}

function excuseDerived({ divergence }: Judged): Judged {
  return { divergence, excuse: noise('follows the body', 'nothing but noise differs there') };
}

function excuse(divergence: Divergence, context: ExcuseContext): Excuse {
  if (divergence.note?.includes(brokenIdNote)) return refuse('broken-relation', divergence.note);
  switch (divergence.kind) {
    case 'value-changed':
    case 'header-changed':
    case 'row-changed':
    case 'key-changed':
      return excuseValue(divergence, context);
    case 'file-changed':
      return isText(divergence) ? excuseText(divergence, context) : excuseStructure(divergence, context);
    case 'text-changed':
      return excuseText(divergence, context);
    case 'error-added':
    case 'error-removed':
    case 'start-failed':
    case 'limit-exceeded':
    case 'process-ended':
    case 'latency-changed':
    case 'response-size-changed':
    case 'call-count-changed':
    case 'memory-retained':
    case 'allocation-grew':
    case 'handles-left-open':
    case 'event-loop-held-up':
      return stands('the baseline does not show it');
    default:
      return excuseStructure(divergence, context);
  }
}
