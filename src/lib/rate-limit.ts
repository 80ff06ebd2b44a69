import { createHmac, randomBytes } from 'node:crypto';
import { BlockList, isIPv4, isIPv6 } from 'node:net';

const local = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  local.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  local.addSubnet(network, bits, 'ipv6');

const firstGroups = (address: string): string => {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) groups.push(...new Array<string>(Math.max(0, 3 - groups.length)).fill('0'));
  return groups
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
};

/**
 * The network of an address: /24, or /48 with IPv6. Undefined for private and local addresses: behind one of them stands
 * a proxy or a whole house, and who limits it limits everybody; and for what is no address.
 */
export const networkOf = (address: string | undefined): string | undefined => {
  const plain = address?.trim().replace(/^::ffff:(?=\d+\.)/i, '') ?? '';
  if (isIPv4(plain)) return local.check(plain, 'ipv4') ? undefined : plain.split('.').slice(0, 3).join('.');
  if (!isIPv6(plain) || local.check(plain, 'ipv6')) return undefined;
  return firstGroups(plain);
};

/**
 * The client's address behind so many proxies of ours: each puts who came to it at the end of X-Forwarded-For, and what
 * stands further left is whatever somebody wrote.
 */
export const clientAddress = (
  remote: string | undefined,
  forwarded: string | null | undefined,
  proxies: number,
): string | undefined => {
  if (proxies === 0 || !forwarded) return remote;
  const seen = forwarded.split(',').map((one) => one.trim());
  return seen[Math.max(0, seen.length - proxies)];
};

export type RateLimitOptions = {
  /** What may come at once, and a second from then on. */
  readonly burst: number;
  readonly perSecond: number;
  /** ms. */
  readonly now?: () => number;
  /** Networks kept in mind; the one not seen for longest goes first. */
  readonly most?: number;
};

/** A budget for each network. */
export type RateLimit = {
  /**
   * Takes from a network's budget: 0 when it may go on, otherwise the whole seconds to wait. It may while one is left; a greater
   * amount (1 where nothing is said) is made up for before the next.
   */
  take(network: string, amount?: number): number;
  /** How many networks are in mind. */
  readonly size: number;
};

/** A salt lives this long, ms; with it go all budgets, so nobody can tell later who came. */
const SALT_LIFE = 3_600_000;

/** Makes token buckets. Networks are kept as hashes under a random salt that is thrown away each hour. */
export const makeRateLimit = ({ burst, perSecond, now = Date.now, most = 20_000 }: RateLimitOptions): RateLimit => {
  const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
  let salt = randomBytes(16);
  let since = now();
  return {
    get size() {
      return buckets.size;
    },
    take: (network, amount = 1) => {
      const at = now();
      if (at - since > SALT_LIFE) {
        buckets.clear();
        salt = randomBytes(16);
        since = at;
      }
      const key = createHmac('sha256', salt).update(network).digest('base64url').slice(0, 16);
      const last = buckets.get(key) ?? { tokens: burst, at };
      // A clock that was put back must not take away what is there.
      const filled = Math.min(burst, last.tokens + (Math.max(0, at - last.at) / 1000) * perSecond);
      const isFree = filled >= 1;
      buckets.delete(key);
      buckets.set(key, { tokens: isFree ? filled - amount : filled, at });
      const [oldest] = buckets.keys();
      if (buckets.size > most && oldest !== undefined) buckets.delete(oldest);
      return isFree ? 0 : Math.max(1, Math.ceil((1 - filled) / perSecond));
    },
  };
};
