/**
 * Said of a divergence whose two texts are equal but for the frames of a stack trace. Frames name source lines, which any
 * edit moves; the message above them is still compared.
 */
export const framesNote = 'only frames of a stack trace differ';

/** `at run (file.js:1:2)` of JavaScript and Java, at the start of a line or after a `<br>` of an error page. */
const frame = /(?:^|\r?\n|<br ?\/?>|\\n)(?:\s|&nbsp;)*at (?:(?!<br|<\/|\\n)[^\n])+/g;
/** `File "run.py", line 1, in f` with the source line that Python prints below it. */
const pythonFrame = /(?:^|\n)\s*File "[^"\n]*", line \d+[^\n]*(?:\n {4}[^\n]*)?/g;

/** Whether both texts hold frames and nothing else tells them apart. */
export function differOnlyInFrames(baseline: string, other: string): boolean {
  const before = withoutFrames(baseline);
  return before !== baseline && other !== withoutFrames(other) && before === withoutFrames(other);
}

function withoutFrames(text: string): string {
  return text.replace(frame, '').replace(pythonFrame, '');
}
