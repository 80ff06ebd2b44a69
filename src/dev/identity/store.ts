import type { Adapter, AdapterConstructor, AdapterPayload } from 'oidc-provider';

/** Sign-ins under way are few; the bound keeps a loop of abandoned ones from filling memory. */
const MOST = 2000;

type Entry = { payload: AdapterPayload; until: number };

/** What the provider must remember between two redirects, in memory: a restart costs only sign-ins under way. */
export const makeStore = (): AdapterConstructor => {
  const entries = new Map<string, Entry>();
  const evict = () => {
    for (const key of entries.keys()) {
      if (entries.size <= MOST) return;
      entries.delete(key);
    }
  };
  return class implements Adapter {
    #model: string;
    constructor(model: string) {
      this.#model = model;
    }
    #key(id: string): string {
      return `${this.#model}:${id}`;
    }
    async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
      entries.delete(this.#key(id));
      entries.set(this.#key(id), { payload, until: Date.now() + expiresIn * 1000 });
      evict();
    }
    async find(id: string): Promise<AdapterPayload | undefined> {
      const entry = entries.get(this.#key(id));
      return entry && entry.until > Date.now() ? entry.payload : undefined;
    }
    async findByUid(uid: string): Promise<AdapterPayload | undefined> {
      for (const [key, { payload }] of entries)
        if (key.startsWith(`${this.#model}:`) && payload.uid === uid) return payload;
      return undefined;
    }
    async findByUserCode(): Promise<undefined> {}
    async consume(id: string): Promise<void> {
      const entry = entries.get(this.#key(id));
      if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
    }
    async destroy(id: string): Promise<void> {
      entries.delete(this.#key(id));
    }
    async revokeByGrantId(grantId: string): Promise<void> {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
    }
  };
};
