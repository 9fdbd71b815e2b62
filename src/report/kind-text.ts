import type { DivergenceKind, Severity } from '../domain/divergence.ts';

/** What sort of difference it is, in words a reviewer knows without a manual. */
export const kindText: Readonly<Record<DivergenceKind, string>> = {
  'status-changed': 'status changed',
  'header-added': 'header added',
  'header-removed': 'header removed',
  'header-changed': 'header changed',
  'content-kind-changed': 'another kind of content',
  'field-added': 'field added',
  'field-removed': 'field removed',
  'value-changed': 'value changed',
  'type-changed': 'type changed',
  'element-added': 'element added',
  'element-removed': 'element removed',
  'element-moved': 'element moved',
  'text-changed': 'text changed',
  'bytes-changed': 'bytes changed',
  'response-missing': 'no response any more',
  'response-appeared': 'a response where there was none',
  'outbound-call-added': 'new outbound call',
  'outbound-call-removed': 'outbound call gone',
  'outbound-call-changed': 'outbound call changed',
  'error-added': 'new error',
  'error-removed': 'error gone',
  'row-added': 'row stored that was not',
  'row-removed': 'row no longer stored',
  'row-changed': 'stored value changed',
  'file-added': 'file written that was not',
  'file-removed': 'file no longer there',
  'file-changed': 'file changed',
  'key-added': 'key stored that was not',
  'key-removed': 'key no longer stored',
  'key-changed': 'value under a key changed',
  'start-failed': 'does not start',
  'limit-exceeded': 'passes a limit',
  'process-ended': 'the service ends',
  'latency-changed': 'slower',
  'response-size-changed': 'larger response',
  'call-count-changed': 'more outbound calls',
  'memory-retained': 'memory is kept',
};

/** Severities as marks, so that colour is never the only sign of them. */
export const severityMark: Readonly<Record<Severity, string>> = {
  benign: '·',
  risky: '!',
  breaking: '✗',
};
