import { createRecording } from '../../../src/recording/file/recording-writer.ts';
import { aHeader, anExchange } from '../an-exchange.ts';

/**
 * Run as a process under a limit on the size of its files: records until that fails, and prints the error as JSON,
 * then what the next append and the closing say. Without a handler the signal of the limit would end the process.
 */
const path = process.argv[2] ?? '';
process.on('SIGXFSZ', () => undefined);
const writer = await createRecording(path, aHeader);
const first = await failureOf(async () => {
  for (let number = 0; number < 10_000; number += 1) {
    const responseBody = Buffer.from(
      Array.from({ length: 1000 }, (_, n) => (n * number * 7919 + n * n) % 251),
    );
    await writer.append(anExchange({ id: `x${number}`, responseBody }));
    if (number % 10 === 9) await writer.flush();
  }
});
const again = await failureOf(() => writer.append(anExchange()));
const closing = await failureOf(() => writer.close({ seen: 0, recorded: 0, truncated: 0, dropped: 0 }));
process.stdout.write(JSON.stringify({ ...first, again: again.message, closing: closing.message }));

async function failureOf(action: () => Promise<void>): Promise<{ code: string; message: string }> {
  try {
    await action();
  } catch (error) {
    return { code: String(Object(error).code), message: String(Object(error).message) };
  }
  return { code: 'none', message: 'nothing failed' };
}
