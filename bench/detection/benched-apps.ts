import { join, resolve } from 'node:path';
import { bookings } from './apps/bookings.ts';
import { payments } from './apps/payments.ts';
import { search } from './apps/search.ts';
import { shop } from './apps/shop.ts';
import type { BenchedApp } from './benched-app.ts';

export const repositoryRoot = resolve(import.meta.dirname, '../..');

export const benchedApps: readonly BenchedApp[] = [shop, payments, bookings, search];

export function recordingOf({ name }: BenchedApp): string {
  return join(import.meta.dirname, 'recordings', `${name}.sgrec`);
}
