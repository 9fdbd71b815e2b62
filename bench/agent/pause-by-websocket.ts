import { once } from 'node:events';
import { WebSocket } from 'ws';

export type PauseClient = {
  readonly counts: () => { readonly hits: number; readonly characters: number };
  close(): void;
};

/**
 * How others capture from outside: a client of the inspector's websocket pauses the program at the breakpoint, reads the same variables
 * there in one evaluation, and resumes it. `address` is what Node printed when it opened the port.
 */
export async function pauseByWebsocket(address: string, breakpoint: object): Promise<PauseClient> {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await once(socket, 'open');
  let [hits, characters, sent] = [0, 0, 0];
  const waiting = new Map<number, (result: { readonly result: { readonly value: string } }) => void>();
  const post = (method: string, params: object = {}) =>
    new Promise<{ readonly result: { readonly value: string } }>((resolve) => {
      sent += 1;
      waiting.set(sent, resolve);
      socket.send(JSON.stringify({ id: sent, method, params }));
    });
  const atPause = async (callFrameId: string) => {
    const expression = 'JSON.stringify({ order, lines, total, reduction })';
    const { result } = await post('Debugger.evaluateOnCallFrame', { callFrameId, expression });
    hits += 1;
    characters += result.value.length;
    await post('Debugger.resume');
  };
  socket.on('message', (text) => {
    const message = JSON.parse(String(text));
    waiting.get(message.id)?.(message.result);
    waiting.delete(message.id);
    if (message.method === 'Debugger.paused') void atPause(message.params.callFrames[0].callFrameId);
  });
  await post('Debugger.enable');
  await post('Debugger.setBreakpointByUrl', breakpoint);
  return { counts: () => ({ hits, characters }), close: () => socket.close() };
}
