import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type BlobStore, checkBlobName, writeDurably } from './blob-store.ts';
import { type SignedRequest, sha256Hex, signRequest } from './s3-signature.ts';
import type { Clock } from './time.ts';

export type S3Options = {
  /** `https://KEY:SECRET@host/bucket?region=eu-central-1`; addresses in path style, which every store knows. */
  readonly url: string;
  /** Where content waits until its length and hash are known; what lies there is encrypted already. */
  readonly draftFolder: string;
  readonly clock: Clock;
};

/** ms without a byte after which a request is given up. */
const PATIENCE = 30_000;
const EMPTY = sha256Hex('');

type Body = { readonly path: string; readonly size: number; readonly hash: string };

/** Keeps streams in any S3-compatible store, by requests that are signed here. */
export const makeS3Store = ({ url, draftFolder, clock }: S3Options): BlobStore => {
  const { protocol, host, hostname, port, pathname, username, password, searchParams } = new URL(url);
  const credentials = {
    keyId: decodeURIComponent(username),
    secret: decodeURIComponent(password),
    region: searchParams.get('region') ?? 'us-east-1',
  };
  const bucket = pathname.replace(/\/$/, '');
  const start = protocol === 'https:' ? requestHttps : requestHttp;

  const ask = async (method: SignedRequest['method'], name: string, body?: Body): Promise<IncomingMessage> => {
    const path = `${bucket}/${checkBlobName(name)}`;
    const bodyHash = body?.hash ?? EMPTY;
    const signed = signRequest({ method, host, path, bodyHash, at: clock() }, credentials);
    const headers = { ...signed, ...(body ? { 'content-length': body.size } : {}) };
    const request = start({ hostname, port, path, method, headers, timeout: PATIENCE });
    request.once('timeout', () => request.destroy(new Error('The file store did not answer in time.')));
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.once('error', reject);
    });
    // A refusal may come before the whole body was sent; then the answer counts, not the broken pipe.
    if (body) pipeline(createReadStream(body.path), request).catch(() => {});
    else request.end();
    return answered;
  };

  const expect = async (response: IncomingMessage, what: string, good: readonly number[]): Promise<void> => {
    const said = await text(response);
    const { statusCode = 0 } = response;
    if (good.includes(statusCode)) return;
    const [, code = ''] = /<Code>([^<]{1,80})<\/Code>/.exec(said) ?? [];
    throw new Error(`The file store refused to ${what}: ${statusCode} ${code}`.trim());
  };

  return {
    put: async (name, source) => {
      await mkdir(draftFolder, { recursive: true, mode: 0o700 });
      const path = join(draftFolder, `${checkBlobName(name)}.${randomBytes(6).toString('hex')}.part`);
      const hash = createHash('sha256');
      const hashed = async function* (): AsyncGenerator<Uint8Array> {
        for await (const bytes of source) {
          hash.update(bytes);
          yield bytes;
        }
      };
      try {
        await writeDurably(path, hashed());
        const { size } = await stat(path);
        await expect(await ask('PUT', name, { path, size, hash: hash.digest('hex') }), 'keep a file', [200]);
      } finally {
        await rm(path, { force: true });
      }
    },
    get: async function* (name): AsyncGenerator<Uint8Array> {
      const response = await ask('GET', name);
      if (response.statusCode !== 200) await expect(response, 'give a file back', [200]);
      yield* response as AsyncIterable<Uint8Array>;
    },
    remove: async (name) => expect(await ask('DELETE', name), 'delete a file', [200, 204, 404]),
  };
};
