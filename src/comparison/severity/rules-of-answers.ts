import { bannerHeaders, derivedHeaders, headerOfPlace, securityHeaders } from '../headers/header-rules.ts';
import { framesNote } from '../text/stack-frames.ts';
import { sameNumberNote } from '../values/compare-scalars.ts';
import { type RatingRule, rule } from './define-severity.ts';
import {
  becomesNull,
  changesStatus,
  isClientError,
  isInvalidInput,
  isOf,
  isOfServerError,
  isPageAttribute,
  isProtection,
  isRefusedCaller,
  isSameClass,
  isSentWider,
  isServerError,
  isSuccess,
  isTypeChange,
  wasNull,
} from './severity-conditions.ts';

/** Of what a client sees: whether there is an answer, its status, its headers, its body. */
export const rulesOfAnswers: readonly RatingRule[] = [
  rule(
    'candidate-does-not-start',
    'breaking',
    'the build of the change does not start',
    ({ kind }) => kind === 'start-failed',
  ),
  rule(
    'limit-exceeded',
    'breaking',
    'it uses more memory, processes, disk or files than it may',
    ({ kind }) => kind === 'limit-exceeded',
  ),
  rule(
    'process-ended',
    'breaking',
    'its process ends under the replay',
    ({ kind }) => kind === 'process-ended',
  ),
  rule(
    'response-lost',
    'breaking',
    'a request gets no answer any more',
    ({ kind }) => kind === 'response-missing',
  ),
  rule(
    'response-gained',
    'risky',
    'a request gets an answer that got none',
    ({ kind }) => kind === 'response-appeared',
  ),
  rule('success-became-server-error', 'breaking', 'what worked now fails in the service', (d) =>
    changesStatus(d, isSuccess, isServerError),
  ),
  rule(
    'new-required-input',
    'breaking',
    'a request that was accepted is now refused as incomplete or malformed (400, 422)',
    (d) => changesStatus(d, isSuccess, isInvalidInput),
  ),
  rule('success-became-client-error', 'breaking', 'a request that was accepted is now refused', (d) =>
    changesStatus(d, isSuccess, isClientError),
  ),
  rule('auth-check-lost', 'breaking', 'who was not let in (401, 403) now is', (d) =>
    changesStatus(d, isRefusedCaller, isSuccess),
  ),
  rule('check-lost', 'breaking', 'a request that was refused is now accepted', (d) =>
    changesStatus(d, isClientError, isSuccess),
  ),
  rule(
    'client-error-became-server-error',
    'breaking',
    'a request that was refused now makes the service fail',
    (d) => changesStatus(d, isClientError, isServerError),
  ),
  rule(
    'server-error-became-client-error',
    'risky',
    'a request that made the service fail is now refused',
    (d) => changesStatus(d, isServerError, isClientError),
  ),
  rule(
    'status-class-changed',
    'breaking',
    'the status is of another hundred',
    (d) => d.kind === 'status-changed' && !isSameClass(d),
  ),
  rule(
    'status-changed',
    'risky',
    'the status is another of the same hundred',
    ({ kind }) => kind === 'status-changed',
  ),
  rule(
    'stack-trace-moved',
    'benign',
    'only the lines of a stack trace moved',
    ({ note }) => note?.includes(framesNote) ?? false,
  ),
  rule(
    'number-written-differently',
    'benign',
    'the same number, written in another way',
    ({ note }) => note?.includes(sameNumberNote) ?? false,
  ),
  rule(
    'server-error-page-changed',
    'benign',
    'the wording of an answer that says the service failed',
    isOfServerError,
  ),
  rule(
    'content-kind-changed',
    'breaking',
    'the body is of another kind, such as text where JSON was',
    ({ kind }) => kind === 'content-kind-changed',
  ),
  rule(
    'content-type-changed',
    'breaking',
    'another media type',
    (d) => headerOfPlace(d.place) === 'content-type' && isTypeChange(d),
  ),
  rule(
    'security-header-removed',
    'breaking',
    'a header that protects the client is gone',
    (d) => d.kind === 'header-removed' && isOf(d, securityHeaders),
  ),
  rule(
    'security-header-added',
    'benign',
    'a header that protects the client is new',
    (d) => d.kind === 'header-added' && isOf(d, securityHeaders),
  ),
  rule('security-header-changed', 'risky', 'a header that protects the client says something else', (d) =>
    isOf(d, securityHeaders),
  ),
  rule(
    'cookie-protection-removed',
    'breaking',
    'a cookie lost HttpOnly, Secure or SameSite',
    (d) => d.kind === 'header-removed' && isProtection(d),
  ),
  rule(
    'cookie-protection-changed',
    'breaking',
    'a cookie is sent to more sites than before',
    (d) => d.kind === 'header-changed' && isProtection(d) && isSentWider(d),
  ),
  rule(
    'cookie-removed',
    'breaking',
    'a cookie is not set any more',
    (d) => d.kind === 'header-removed' && headerOfPlace(d.place) === 'set-cookie',
  ),
  rule(
    'redirect-parameter-removed',
    'breaking',
    'a redirect lost a parameter',
    (d) => d.kind === 'header-removed' && d.place.includes('/query/'),
  ),
  rule(
    'redirect-host-changed',
    'breaking',
    'a redirect leads to another host',
    ({ place }) => place === 'header.location/origin',
  ),
  rule(
    'redirect-target-changed',
    'risky',
    'a redirect leads elsewhere',
    (d) => headerOfPlace(d.place) === 'location',
  ),
  rule('banner-changed', 'benign', 'the header that names the software', (d) => isOf(d, bannerHeaders)),
  rule(
    'derived-header-changed',
    'benign',
    'a header that is computed from the body',
    (d) => d.kind === 'header-changed' && isOf(d, derivedHeaders),
  ),
  rule('header-added', 'benign', 'any other header is new', ({ kind }) => kind === 'header-added'),
  rule('header-removed', 'risky', 'any other header is gone', ({ kind }) => kind === 'header-removed'),
  rule(
    'header-changed',
    'risky',
    'any other header says something else',
    ({ kind }) => kind === 'header-changed',
  ),
  rule(
    'page-attribute-changed',
    'risky',
    'an attribute of an element of a page is gone, new or another',
    isPageAttribute,
  ),
  rule('field-removed', 'breaking', 'a field is gone', ({ kind }) => kind === 'field-removed'),
  rule('field-added', 'benign', 'a field is new', ({ kind }) => kind === 'field-added'),
  rule('became-null', 'breaking', 'null where a value was', becomesNull),
  rule('no-longer-null', 'risky', 'a value where null was', wasNull),
  rule('type-changed', 'breaking', 'a value of another type', ({ kind }) => kind === 'type-changed'),
  rule('element-removed', 'risky', 'an element of a list is gone', ({ kind }) => kind === 'element-removed'),
  rule('element-added', 'risky', 'an element of a list is new', ({ kind }) => kind === 'element-added'),
  rule(
    'order-changed',
    'risky',
    'elements of a list in another order',
    ({ kind }) => kind === 'element-moved',
  ),
  rule('text-changed', 'risky', 'another text', ({ kind }) => kind === 'text-changed'),
  rule('bytes-changed', 'risky', 'other bytes', ({ kind }) => kind === 'bytes-changed'),
];
