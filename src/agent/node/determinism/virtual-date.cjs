'use strict';

const intrinsics = require('../intrinsics.cjs');
const { replaceMethod } = require('../replace-method.cjs');

const RealDate = Date;
const construct = Reflect.construct;
const dateToString = Function.prototype.call.bind(RealDate.prototype.toString);

/**
 * Puts the virtual clock behind `Date`: `Date.now()`, `new Date()` and `Date()`. It stands in front of the real constructor, so
 * that prototype, subclasses, `instanceof` and internal slots are the real ones. Throws when the platform is frozen.
 */
function replaceDate(clock) {
  const now = () => clock.now();
  const handler = intrinsics.objectCreate(null);
  handler.apply = () => dateToString(new RealDate(now()));
  handler.construct = (target, given, newTarget) =>
    construct(target, given.length === 0 ? [now()] : given, newTarget);
  const virtual = new Proxy(RealDate, handler);
  const descriptor = intrinsics.getOwnPropertyDescriptor(globalThis, 'Date');
  const isReplaced =
    replaceMethod(RealDate, 'now', () => now) &&
    intrinsics.defineProperty(globalThis, 'Date', { ...descriptor, value: virtual });
  if (!isReplaced) throw new Error('Date cannot be replaced');
  const back = intrinsics.getOwnPropertyDescriptor(RealDate.prototype, 'constructor');
  intrinsics.defineProperty(RealDate.prototype, 'constructor', { ...back, value: virtual });
}

/** The same for Temporal, where this Node has it: all of `Temporal.Now` follows from one instant. */
function replaceTemporalNow(clock) {
  const { Temporal } = globalThis;
  if (Temporal === undefined) return;
  const { Now, Instant } = Temporal;
  const fromMs = Instant.fromEpochMilliseconds;
  const timeZoneId = Now.timeZoneId;
  const instant = () => intrinsics.apply(fromMs, Instant, [clock.now()]);
  const zoned = (zone) => instant().toZonedDateTimeISO(zone === undefined ? timeZoneId() : zone);
  replaceMethod(Now, 'instant', () => instant);
  replaceMethod(Now, 'zonedDateTimeISO', () => zoned);
  replaceMethod(Now, 'plainDateTimeISO', () => (zone) => zoned(zone).toPlainDateTime());
  replaceMethod(Now, 'plainDateISO', () => (zone) => zoned(zone).toPlainDate());
  replaceMethod(Now, 'plainTimeISO', () => (zone) => zoned(zone).toPlainTime());
}

module.exports = { replaceDate, replaceTemporalNow };
