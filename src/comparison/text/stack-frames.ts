/**
 * Said of a divergence whose two texts are equal but for the frames of a stack trace. Frames name source lines, which any
 * edit moves; the message above them is still compared.
 */
export const framesNote = 'only frames of a stack trace differ';

/**
 * `at run (file.js:1:2)` of JavaScript and Java, at the start of a line or after the `<br>` of an error page. Bounded,
 * because untrusted text may be a megabyte of spaces.
 */
const frame = /(?:^|\r?\n|<br ?\/?>|\\n)(?:[ \t]|&nbsp;){0,40}at (?:(?!<br|<\/|\\n)[^\n])+/g;
/** `File "run.py", line 1, in f` with the source line that Python prints below it. */
const pythonFrame = /(?:^|\n)[ \t]{0,40}File "[^"\n]*", line \d+[^\n]*(?:\n {4}[^\n]*)?/g;

/** Whether both texts hold frames and nothing else tells them apart. */
export function differOnlyInFrames(baseline: string, other: string): boolean {
  if (!baseline.includes('at ') && !baseline.includes('File "')) return false;
  const before = withoutFrames(baseline);
  return before !== baseline && other !== withoutFrames(other) && before === withoutFrames(other);
}

function withoutFrames(text: string): string {
  return text.replace(frame, '').replace(pythonFrame, '');
}
