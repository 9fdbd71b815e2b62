/**
 * Whether two numbers written differently are the same number: 1, 1.0 and 10e-1 are, 9007199254740993 and …992 are not.
 * Exact for any number of digits, because it never leaves decimal text. Minus zero equals zero.
 */
export function isSameNumber(one: string, other: string): boolean {
  if (one === other) return true;
  return !haveSameForm(one, other) && canonical(one) === canonical(other);
}

/** With as many digits before and behind the point, other digits are another number. */
function haveSameForm(one: string, other: string): boolean {
  if (one.length !== other.length || one.indexOf('.') !== other.indexOf('.')) return false;
  return !/[eE]/.test(one) && !/[eE]/.test(other);
}

/** Sign, digits without zeros at either end, and the power of ten of the last digit. */
function canonical(lexeme: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(lexeme) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign}${significant}e${power}`;
}
