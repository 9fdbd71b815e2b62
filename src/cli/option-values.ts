import { InvalidArgumentError } from 'commander';

/** For an option that may be given several times. */
export function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** For an option that counts something; anything but a whole number from 1 on is refused. */
export function atLeastOne(value: string): number {
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It is no whole number from 1 on.');
}
