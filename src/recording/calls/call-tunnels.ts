import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { CallCounters } from '../../domain/recording.ts';

/** Hosts counted by name; a service that calls more of them has the rest counted together. */
const mostHosts = 500;

const noSuchHost = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
const noAnswer = 'HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
const established = 'HTTP/1.1 200 Connection Established\r\n\r\n';

/** What a request line begins with; TLS begins with byte 22. */
const requestLine = /^[A-Z]{3,20} /;

type CallTunnelsSettings = {
  /** Takes a connection whose client speaks plain HTTP inside the tunnel, as some clients do when they are given a proxy. */
  readonly adopt: (client: Duplex) => void;
  /** Told once of each host whose connections cannot be looked into. */
  readonly onUnseen: (host: string) => void;
};

/**
 * Connections that a service asks its proxy for (CONNECT). Plain HTTP in them is recorded as any other; what is encrypted passes, since
 * a recorder must not break what it records, and is counted by host, since without a certificate of ours it cannot be seen.
 */
export class CallTunnels {
  readonly #settings: CallTunnelsSettings;
  readonly #unseen = new Map<string, number>();
  readonly #adopted = new WeakMap<object, string>();

  constructor(settings: CallTunnelsSettings) {
    this.#settings = settings;
  }

  counted(): CallCounters['unseen'] {
    return [...this.#unseen].map(([host, connections]) => ({ host, connections }));
  }

  /** Host and port that a connection was asked for before plain HTTP was spoken on it. */
  authorityOf(client: object): string | undefined {
    return this.#adopted.get(client);
  }

  /** Joins the client to the host it names; one that does not answer is 502, as any proxy says it. */
  open(authority: string, client: Duplex, early: Buffer): void {
    client.on('error', () => client.destroy());
    const [, name = '', port = ''] = /^\[?([A-Za-z0-9._:%-]{1,255})\]?:(\d{1,5})$/.exec(authority) ?? [];
    if (name === '' || Number(port) > 65_535) {
      client.end(noSuchHost);
      return;
    }
    const service = connect({ host: name, port: Number(port) });
    let isEstablished = false;
    service.once('connect', () => {
      isEstablished = true;
      client.write(established);
      if (early.length > 0) client.unshift(early);
      this.#join(authority, client, service);
    });
    service.on('error', () => {
      if (isEstablished) client.destroy();
      else client.end(noAnswer);
    });
    client.on('close', () => service.destroy());
  }

  /** Whoever speaks first tells what is spoken. */
  #join(authority: string, client: Duplex, service: Socket): void {
    const pass = (): void => {
      client.off('data', look);
      service.off('readable', speak);
      this.#count(authority.toLowerCase());
      service.on('close', () => client.end());
      service.pipe(client);
      client.pipe(service);
    };
    const look = (first: Buffer): void => {
      client.pause();
      client.unshift(first);
      if (!requestLine.test(first.toString('latin1', 0, 24))) {
        pass();
        return;
      }
      client.off('data', look);
      service.off('readable', speak);
      service.destroy();
      this.#adopted.set(client, authority);
      this.#settings.adopt(client);
      client.resume();
    };
    /** Also at the end of a service that said nothing. */
    const speak = (): void => pass();
    client.on('data', look);
    service.on('readable', speak);
  }

  #count(host: string): void {
    const isKnown = this.#unseen.has(host);
    const counted = isKnown || this.#unseen.size < mostHosts ? host : 'other hosts';
    this.#unseen.set(counted, (this.#unseen.get(counted) ?? 0) + 1);
    if (!isKnown && counted === host) this.#settings.onUnseen(host);
  }
}
