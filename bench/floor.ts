import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { makeReceiptSigner } from '#intake';
import { makeNumber } from '#lib/id.ts';
import { makeGroupCommit } from '#src/intake/group-commit.ts';
import { makeWriter, type Row, type Stored } from '#src/intake/writer.ts';

/**
 * The least that a durable receipt costs on this machine: a bare server that reads, checks, seals and hashes nothing, but
 * writes in the product's batches and signs each answer. One process a core, on one port, as the product's web.
 */
const [, , url = '', port = '0'] = process.argv;
const { write } = makeWriter({ url });
const commit = makeGroupCommit<Row, Stored>(write);
const signer = makeReceiptSigner(generateKeyPairSync('ed25519').privateKey);
const HASH = '0'.repeat(64);
/** As long as what the product seals of the short service. */
const CONTENT = 'A'.repeat(600);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const id = request.headers['idempotency-key']?.toString() ?? '';
    const known = { authority: 'musterland', service: 'anmeldung', digest: HASH, number: makeNumber(id), hash: HASH };
    const received = new Date().toISOString();
    const row = { ...known, key: id, received_at: received, secret_hash: HASH, content: CONTENT, remainder: null };
    const { kind } = await commit.write(row);
    const { authority, service, digest, number, hash } = known;
    const claims = { iss: 'http://127.0.0.1', cell: 'c1', number, authority, service, package: digest, hash, received };
    const body = JSON.stringify({ number, receipt: signer.sign(claims) });
    response.writeHead(kind === 'committed' ? 201 : 503, { 'content-type': 'application/json' }).end(body);
  });
});
server.listen({ port: Number(port), host: '127.0.0.1', reusePort: true }, () => process.send?.(Number(port)));
process.on('disconnect', () => process.exit(0));
