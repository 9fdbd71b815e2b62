/**
 * The general client with nothing around it, a program of its own: asks an origin for one URL so many times, from sixteen connections with one
 * request each in flight, keeps nothing and compares nothing. What is left of the bar of our row by that client is what all of our work may cost.
 */
import { type Dispatcher, Pool } from 'undici';

const [origin = '', count = '0', connections = '16'] = process.argv.slice(2);
const requests = Number(count);
const pool = new Pool(origin, { connections: Number(connections), pipelining: 1 });
const over = Promise.withResolvers<void>();
let begun = 0;
let answered = 0;

const before = process.cpuUsage();
for (let each = 0; each < Number(connections); each += 1) sendNext();
await over.promise;
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${JSON.stringify({ requests: answered, cpuUs: user + system })}\n`);
await pool.close();

function sendNext(): void {
  if (begun === requests) return;
  begun += 1;
  pool.dispatch({ path: '/x', method: 'GET' }, handler());
}

function handler(): Dispatcher.DispatchHandler {
  return {
    onRequestStart: () => {},
    onResponseStart: (_, status) => {
      if (status !== 200) over.reject(new Error(`answered ${status}`));
    },
    onResponseData: () => {},
    onResponseError: (_, error) => over.reject(error),
    onResponseEnd: () => {
      answered += 1;
      if (answered === requests) over.resolve();
      else sendNext();
    },
  };
}
