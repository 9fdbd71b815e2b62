import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import forge from 'node-forge';

/** Vouches for any host towards the instances of one gate, and towards nobody else: its key is never written down. */
export type CertificateAuthority = {
  /** What an instance has to trust. */
  readonly certificate: string;
  /** Certificate and key of one host, made when it is first asked for. */
  contextFor(host: string): SecureContext;
};

const day = 24 * 60 * 60 * 1000;
/** More hosts than a service calls; beyond, certificates are made anew each time. */
const mostKept = 1_000;

/**
 * Made once a gate. `now` is the clock of this machine: an instance whose clock is set back months, to when the recording
 * was made, must still find the certificates valid, hence the wide span.
 */
export function createAuthority(now: Date): CertificateAuthority {
  const span: Span = {
    from: new Date(now.getTime() - 3_650 * day),
    to: new Date(now.getTime() + 3_650 * day),
  };
  const [own, ofHosts] = [makeKey(), makeKey()];
  const subject = [{ name: 'commonName', value: 'Shadowgate, valid in this run only' }];
  const root = blankCertificate(own, span);
  root.setSubject(subject);
  root.setIssuer(subject);
  root.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  root.sign(own.privateKey, forge.md.sha256.create());
  const contexts = new Map<string, SecureContext>();
  return {
    certificate: forge.pki.certificateToPem(root),
    contextFor(host) {
      const known = contexts.get(host);
      if (known !== undefined) return known;
      const certificate = certificateOf(host, { root, own, ofHosts, span });
      const context = createSecureContext({ key: ofHosts.pem, cert: certificate });
      if (contexts.size < mostKept) contexts.set(host, context);
      return context;
    },
  };
}

type Span = { readonly from: Date; readonly to: Date };
type Key = {
  readonly pem: string;
  readonly publicKey: forge.pki.rsa.PublicKey;
  readonly privateKey: forge.pki.rsa.PrivateKey;
};
type Issuer = {
  readonly root: forge.pki.Certificate;
  readonly own: Key;
  readonly ofHosts: Key;
  readonly span: Span;
};

/** Node makes the key, many times faster than the library would. */
function makeKey(): Key {
  const { privateKey: pem, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const pkcs1 = createPrivateKey(pem).export({ type: 'pkcs1', format: 'pem' }).toString();
  return {
    pem,
    publicKey: forge.pki.publicKeyFromPem(publicKey),
    privateKey: forge.pki.privateKeyFromPem(pkcs1),
  };
}

function blankCertificate({ publicKey }: Key, { from, to }: Span): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKey;
  // The first byte keeps the number positive and its encoding the shortest, as RFC 5280 and DER ask.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = from;
  certificate.validity.notAfter = to;
  return certificate;
}

function certificateOf(host: string, { root, own, ofHosts, span }: Issuer): string {
  const certificate = blankCertificate(ofHosts, span);
  // A common name holds 64 characters at most; clients read the alternative name.
  certificate.setSubject([{ name: 'commonName', value: host.slice(0, 64) }]);
  certificate.setIssuer(root.subject.attributes);
  const altNames = [isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host }];
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames },
    { name: 'authorityKeyIdentifier', keyIdentifier: root.generateSubjectKeyIdentifier().getBytes() },
  ]);
  certificate.sign(own.privateKey, forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}
