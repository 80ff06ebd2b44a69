import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

const hex = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Calculates the signature from what came over the wire, by the order of AWS's own description and nothing of ours. */
const expectedSignature = (request: IncomingMessage, body: Buffer, secret: string): string => {
  const given = String(request.headers.authorization);
  const credential = /Credential=([^,]+)/.exec(given)?.[1] ?? '';
  const [, day = '', region = '', service = ''] = credential.split('/');
  const names = (/SignedHeaders=([^,]+)/.exec(given)?.[1] ?? '').split(';');
  let canonical = `${request.method}\n${request.url?.split('?')[0]}\n${request.url?.split('?')[1] ?? ''}\n`;
  for (const name of names) canonical += `${name}:${String(request.headers[name]).trim()}\n`;
  canonical += `\n${names.join(';')}\n${hex(body)}`;
  const stamp = String(request.headers['x-amz-date']);
  const toSign = `AWS4-HMAC-SHA256\n${stamp}\n${day}/${region}/${service}/aws4_request\n${hex(Buffer.from(canonical))}`;
  let key: Buffer = Buffer.from(`AWS4${secret}`);
  for (const part of [day, region, service, 'aws4_request']) key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(toSign).digest('hex');
};

export type TestS3 = { readonly url: string; readonly objects: Map<string, Buffer>; stop(): Promise<void> };

/** A store on this machine that checks signatures; `secret` is what it believes in. */
export const startTestS3 = async ({ secret = 'the secret/of+tests' } = {}): Promise<TestS3> => {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const answer = (status: number, content: string | Buffer = ''): void => {
      response.writeHead(status).end(content);
    };
    const signature = /Signature=([0-9a-f]+)$/.exec(String(request.headers.authorization))?.[1];
    if (signature !== expectedSignature(request, body, secret))
      return answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
    const name = request.url ?? '';
    const found = objects.get(name);
    if (request.method === 'PUT') objects.set(name, body);
    if (request.method === 'PUT') return answer(200);
    if (request.method === 'DELETE') return answer(objects.delete(name) ? 204 : 404);
    return found ? answer(200, found) : answer(404, '<Error><Code>NoSuchKey</Code></Error>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const credentials = `AKID:${encodeURIComponent('the secret/of+tests')}`;
  return {
    url: `http://${credentials}@127.0.0.1:${port}/bucket?region=eu-central-1`,
    objects,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
