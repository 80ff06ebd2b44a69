import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

/**
 * What the product is held against: a bare server that writes each post with one INSERT of its own and checks nothing.
 * With `none` instead of a database it only answers: as many posts as this machine can carry over HTTP at all.
 */
const [, , url = ''] = process.argv;
const pool = url === 'none' ? undefined : new pg.Pool({ connectionString: url });
const text = 'insert into public.baseline (id, content) values ($1, $2)';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const id = request.headers['idempotency-key'];
    await pool?.query(text, [id, Buffer.concat(chunks).toString()]);
    response.writeHead(201, { 'content-type': 'application/json' }).end(`{"id":"${id}"}`);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
