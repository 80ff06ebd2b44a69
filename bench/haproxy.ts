import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findPort } from '#test/port.ts';
import { rush } from './overload.ts';
import type { Figures } from './report.ts';
import type { Effort } from './submit.ts';
import type { World } from './world.ts';

const DOCS = join(import.meta.dirname, '../docs/proxy');
/** What its connections, two open files each, leave the usual limit of 20,000. The share kept for those inside stays. */
const MOST = 9000;

/** The shipped settings, on this machine: our ports, without TLS. @throws Error when they no longer say what we replace */
const settingsFor = (port: number, server: number): string => {
  const swaps = [
    ['maxconn 50000', `maxconn ${MOST}`],
    ['fe_conn gt 40000', `fe_conn gt ${MOST * 0.8}`],
    ['bind :443 ssl crt /etc/haproxy/certificates/ alpn h2,http/1.1', `bind 127.0.0.1:${port}`],
    ['/etc/haproxy/busy.http', join(DOCS, 'busy.http')],
    ['127.0.0.1:8080', `127.0.0.1:${server}`],
  ] as const;
  return swaps.reduce(
    (text, [shipped, ours]) => {
      if (!text.includes(shipped))
        throw new Error(`docs/proxy/haproxy.cfg has no «${shipped}»; mend bench/haproxy.ts.`);
      return text.replace(shipped, ours);
    },
    readFileSync(join(DOCS, 'haproxy.cfg'), 'utf8'),
  );
};

/** Ten times as many would show what it costs to turn people away: proxy and generator would take two cores for themselves. */
const TIMES = 2;

const doesListen = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect').then(
    () => !!socket.destroy(),
    () => false,
  );
};

/**
 * Twice as many people as the machine can serve, through a real HAProxy with the shipped settings on the same cores: it and
 * the connections of everybody take their part of them.
 */
export const benchHaproxy = async (world: World, { seconds }: Effort): Promise<Figures> => {
  await world.reopen({ TRUST_PROXY: '1' });
  const port = await findPort();
  const file = join(world.folder, 'haproxy.cfg');
  writeFileSync(file, settingsFor(port, world.port));
  const proxy = spawn('haproxy', ['-db', '-q', '-f', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(proxy, 'exit').then(
    ([code]) => Promise.reject(new Error(`HAProxy ended with ${code}.`)),
    ({ message }) => Promise.reject(new Error(`HAProxy cannot be run, is it installed? ${message}`)),
  );
  try {
    const listens = (async () => {
      while (!(await doesListen(port))) await new Promise((resolve) => setTimeout(resolve, 100));
    })();
    await Promise.race([ended, listens]);
    return { haproxy: await Promise.race([ended, rush(world, { port, way: 'direct', times: TIMES }, seconds)]) };
  } finally {
    ended.catch(() => {}); // we end it
    proxy.kill();
  }
};
