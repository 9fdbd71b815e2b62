import { connect } from 'node:net';
import { connectFailure, type OpenConnection } from './broker-line.ts';

/**
 * The gate's side of the way to a connection broker in a container: a connection to its unix socket asks for an address
 * in one line, is told `open` or the code of an error in another, and is that connection from there on. A reset arrives as
 * a mere end, which a unix socket cannot tell apart.
 */
export function openContainerLine(socketPath: string): OpenConnection {
  return (address) =>
    new Promise((resolve, reject) => {
      const socket = connect(socketPath);
      const refuse = (code: string) => {
        socket.destroy();
        reject(connectFailure(code));
      };
      let said = '';
      const read = () => {
        // Byte by byte: what follows the line belongs to whoever gets the connection.
        for (let byte = socket.read(1); byte !== null; byte = socket.read(1)) {
          if (byte[0] !== 0x0a) {
            said += String(byte);
            continue;
          }
          socket.removeAllListeners();
          if (said === 'open') return resolve(socket);
          return refuse(said);
        }
      };
      // Before it listens, and after it has ended, it refuses as the service would.
      socket.once('error', () => refuse('ECONNREFUSED'));
      socket.once('end', () => refuse('ECONNREFUSED'));
      socket.on('readable', read);
      socket.write(`${JSON.stringify(address)}\n`);
    });
}
