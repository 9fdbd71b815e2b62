/**
 * Chance that a standard normal value lies above `z`. Used where there are too many pairs to count every case. The
 * continued fraction of W. J. Lentz where the tail is thin, else the series of the error function: both to 12 digits, since
 * a tail that was only good to 7 would make every strong effect look alike.
 */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  return z < 2 ? 0.5 - centralArea(z) : thinTail(z);
}

/** The `z` above which a share of `tail` lies, 0 < tail < 1. By halving: 60 steps are exact to the last digit. */
export function quantileOfTail(tail: number): number {
  let [low, high] = [-40, 40];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (upperTail(middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Area between 0 and `z`: the power series φ(z)·(z + z³/3 + z⁵/15 + …). */
function centralArea(z: number): number {
  let [term, sum] = [z, z];
  for (let divisor = 3; divisor < 200 && Math.abs(term) > 1e-17; divisor += 2) {
    term *= (z * z) / divisor;
    sum += term;
  }
  return sum * density(z);
}

/** φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))), from the inside out. */
function thinTail(z: number): number {
  let inner = z;
  for (let step = 100; step > 0; step -= 1) inner = z + step / inner;
  return density(z) / inner;
}

function density(z: number): number {
  return Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
}
