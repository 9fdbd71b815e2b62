/** Ways of putting things in an order that does not hang on how they came; used where evidence of several services is merged. */

/** By code units, the same on every machine. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function textOf(value: object): string {
  return JSON.stringify(value);
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
