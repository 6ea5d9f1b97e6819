import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hresults } from '../../lib/com/hresult.js';
import { addressName, createCertificate } from './support/certificate.js';
import { run, serve, start } from './support/served-content.js';
import { state } from './support/states.js';

describe('servers over TLS', () => {
  const hour = 60 * 60 * 1000;

  const ignoreName = 0x2;
  const ignoreDate = 0x4;
  const ignoreAuthority = 0x8;

  it.each([
    ['an unknown authority', '127.0.0.1', hour, 0, false],
    ['an unknown authority that is ignored', '127.0.0.1', hour, ignoreAuthority, true],
    ['another name', '127.0.0.2', hour, ignoreAuthority, false],
    ['another name that is ignored', '127.0.0.2', hour, ignoreAuthority | ignoreName, true],
    ['a name that is ignored, of an unknown authority', '127.0.0.2', hour, ignoreName, false],
    ['an old certificate', '127.0.0.1', -hour, ignoreAuthority, false],
    ['an old certificate that is ignored', '127.0.0.1', -hour, ignoreAuthority | ignoreDate, true],
    ['an old certificate that is ignored, of an unknown authority', '127.0.0.1', -hour, ignoreDate, false],
  ])('%s', async (_, address, validTo, securityFlags, accepted) => {
    await using all = await start(serve, await createCertificate([addressName(address)], validTo));
    const found = await run(await all.job({ securityFlags }));
    if (accepted) expect(found).toMatchObject({ state: state.transferred });
    else {
      expect(found).toMatchObject({ state: state.error, error: { hresult: hresults.ERROR_WINHTTP_SECURE_FAILURE } });
      expect(all.server.requests).toEqual([]);
    }
  });

  it.each(['the certificate', 'the public key'])('are accepted by the pin of %s', async (kind) => {
    const certificate = await createCertificate([addressName('127.0.0.1')]);
    await using all = await start(serve, certificate);
    const x509 = new X509Certificate(certificate.cert);
    const sha256 = (bytes: Buffer) => new Uint8Array(createHash('sha256').update(bytes).digest());
    const certificatePins =
      kind === 'the certificate'
        ? { certificates: [sha256(x509.raw)], publicKeys: [] }
        : { certificates: [], publicKeys: [sha256(x509.publicKey.export({ type: 'spki', format: 'der' }))] };
    const job = await all.job({ securityFlags: ignoreAuthority, certificatePins });
    expect(await run(job)).toMatchObject({ state: state.transferred });
  });

  it('without a pin that fits are a transient error of the certificate callback', async () => {
    await using all = await start(serve, await createCertificate([addressName('127.0.0.1')]));
    const certificatePins = { certificates: [new Uint8Array(32)], publicKeys: [] };
    const job = await all.job({ securityFlags: ignoreAuthority, certificatePins });
    expect(await run(job)).toMatchObject({
      state: state.transientError,
      error: { hresult: 0x800b0004, context: 8 },
    });
    expect(all.server.requests).toEqual([]);
  });
});
