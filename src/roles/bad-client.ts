import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Why a connection was turned away before it was a request. */
export type RefusedConnection = 'slow' | 'headers' | 'malformed' | 'full';

type Refused = { readonly reason: RefusedConnection; readonly status: string; readonly text: string };

const SLOW: Refused = {
  reason: 'slow',
  status: '408 Request Timeout',
  text: 'Die Anfrage kam zu langsam. Bitte noch einmal versuchen. The request came too slowly. Please try again.',
};
const HEADERS: Refused = {
  reason: 'headers',
  status: '431 Request Header Fields Too Large',
  text: 'Die Kopfzeilen der Anfrage sind zu groß. The header of the request is too large.',
};
const MALFORMED: Refused = {
  reason: 'malformed',
  status: '400 Bad Request',
  text: 'Das ist keine gültige Anfrage. This is not a valid request.',
};

const CODES: Readonly<Record<string, Refused>> = {
  ERR_HTTP_REQUEST_TIMEOUT: SLOW,
  HPE_HEADER_OVERFLOW: HEADERS,
};

/** What is written to a connection that has sent no whole request. */
const write = ({ reason, status, text }: Refused): string => {
  const body = `${text}\n`;
  return [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    'Cache-Control: no-store',
    ...(reason === 'slow' ? ['Retry-After: 5'] : []),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
};

/**
 * Answers what is no request in plain words and ends the connection: too slow (after the server's timeouts), too large a
 * header, malformed. Connections above the server's limit are cut without an answer: there is nothing left to give one.
 */
export const refuseBadClients = (server: Server, onRefuse: (reason: RefusedConnection) => void = () => {}): void => {
  const told = new WeakSet<Socket>(); // what still flows in behind the refusal fails once more
  server.on('drop', () => onRefuse('full'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (told.has(socket)) return;
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    told.add(socket);
    const refused = CODES[error.code ?? ''] ?? MALFORMED;
    onRefuse(refused.reason);
    // Half an answer may be on its way already: nothing may be written into the middle of it.
    const busy = (socket as { _httpMessage?: { headersSent?: boolean } })._httpMessage;
    if (busy?.headersSent) socket.destroy();
    else socket.end(write(refused), () => socket.destroySoon());
  });
};
