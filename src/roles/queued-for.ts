import type { IncomingMessage } from 'node:http';

/** A day in ms: what lies further back is no queue, but a clock that is wrong. */
const MOST = 24 * 3600 * 1000;

/**
 * For how many ms a request has waited at the proxy, by the header `X-Request-Start` that proxies and the tools that measure
 * behind them share: `t=` and a time since 1970, in s (nginx `$msec`), ms or µs (HAProxy). Undefined where it is missing or
 * no such time. Believed only of a proxy of ours.
 */
export const queuedFor = ({ headers }: Pick<IncomingMessage, 'headers'>): number | undefined => {
  const given = headers['x-request-start'];
  const [, text] = (typeof given === 'string' && /^(?:t=)?(\d{9,17}(?:\.\d{1,6})?)$/.exec(given)) || [];
  if (text === undefined) return undefined;
  const time = Number(text);
  const start = time > 1e14 ? time / 1000 : time > 1e11 ? time : time * 1000;
  const waited = Date.now() - start;
  // The proxy's clock may be a little ahead of ours.
  return waited < MOST ? Math.max(0, waited) : undefined;
};
