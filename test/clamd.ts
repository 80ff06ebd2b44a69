import { createServer, type Socket } from 'node:net';

/** The harmless file that every scanner takes for a virus, put together here so that none takes this one. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

const COMMAND = Buffer.from('zINSTREAM\0');

/** Reads INSTREAM as clamd does; undefined while it is not complete. */
const readStream = (bytes: Buffer): Buffer | undefined => {
  if (!bytes.subarray(0, COMMAND.length).equals(COMMAND)) return undefined;
  const parts: Buffer[] = [];
  for (let at = COMMAND.length; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    if (at + 4 + length > bytes.length) return undefined;
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
};

/** A file that it breaks off at, as one does that is killed by what it reads. */
export const FATAL = 'a file that is too much for a scanner';

export type TestClamd = {
  readonly address: string;
  readonly scanned: Buffer[];
  /** `silent`: takes connections and never answers. `broken`: cannot scan anything. */
  mood: 'well' | 'silent' | 'broken';
  stop(): Promise<void>;
};

/** A server that speaks clamd's protocol and knows one virus. `limit` is its StreamMaxLength in bytes. */
export const startTestClamd = async ({ limit = 1 << 26 }: { limit?: number } = {}): Promise<TestClamd> => {
  const scanned: Buffer[] = [];
  const answer = (socket: Socket, text: string): void => {
    socket.end(`${text}\0`);
  };
  const judge = (content: Buffer): string | undefined => {
    if (clamd.mood === 'broken') return "INSTREAM: Can't write to temporary file. ERROR";
    if (content.includes(FATAL)) return undefined;
    scanned.push(content);
    return content.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK';
  };
  const server = createServer((socket) => {
    let bytes: Buffer = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (more: Buffer) => {
      if (clamd.mood === 'silent') return;
      bytes = Buffer.concat([bytes, more]);
      if (bytes.length > limit) return answer(socket, 'INSTREAM size limit exceeded. ERROR');
      const content = readStream(bytes);
      if (!content) return;
      const said = judge(content);
      if (said) answer(socket, said);
      else socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const clamd: TestClamd = {
    mood: 'well',
    address: `tcp://127.0.0.1:${port}`,
    scanned,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return clamd;
};
