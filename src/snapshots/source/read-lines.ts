/**
 * Cuts a stream of text into lines, with a limit on their length: a line that is longer is skipped whole and reported,
 * so that a hostile sender can neither fill the memory nor hide what comes after it.
 */
export function createLineReader(
  maximumCharacters: number,
  onLine: (line: string) => void,
  onTooLong: () => void,
): (text: string) => void {
  let rest = '';
  let isSkipping = false;
  return (text) => {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      const line = rest + text.slice(start, end);
      if (isSkipping || line.length > maximumCharacters) onTooLong();
      else if (line !== '') onLine(line);
      rest = '';
      isSkipping = false;
      start = end + 1;
    }
    rest += isSkipping ? '' : text.slice(start);
    if (rest.length > maximumCharacters) {
      rest = '';
      isSkipping = true;
    }
  };
}
