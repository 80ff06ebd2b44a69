import { createHash, createHmac } from 'node:crypto';

/** A request to sign. `path` is as it goes over the wire; there is no query. */
export type SignedRequest = {
  readonly method: 'PUT' | 'GET' | 'DELETE';
  readonly host: string;
  readonly path: string;
  /** SHA-256 of the body, hex. */
  readonly bodyHash: string;
  readonly at: Temporal.Instant;
};

export type S3Credentials = { readonly keyId: string; readonly secret: string; readonly region: string };

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
export const sha256Hex = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** Headers that sign a request (AWS Signature Version 4, service `s3`), those that are signed among them. */
export const signRequest = (
  { method, host, path, bodyHash, at }: SignedRequest,
  { keyId, secret, region }: S3Credentials,
): Readonly<Record<string, string>> => {
  const time = at.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
  const day = time.slice(0, 8);
  const signed = { host, 'x-amz-content-sha256': bodyHash, 'x-amz-date': time };
  const names = Object.keys(signed).join(';');
  const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}\n`);
  const canonical = [method, path, '', lines.join(''), names, bodyHash].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256Hex(canonical)].join('\n');
  const key = [region, 's3', 'aws4_request'].reduce<Buffer>(
    (from, part) => hmac(from, part),
    hmac(`AWS4${secret}`, day),
  );
  const signature = hmac(key, toSign).toString('hex');
  return {
    ...signed,
    authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
};
