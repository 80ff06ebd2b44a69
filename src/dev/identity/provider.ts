import type { Provider } from 'oidc-provider';
import type { IdentityKeys } from './keys.ts';
import { errorPage } from './page.ts';
import type { Person } from './people.ts';
import { makeStore } from './store.ts';

/** A program that lets people sign in here. */
export type Client = { readonly id: string; readonly secret: string; readonly redirectUris: readonly string[] };

/** What pages here may do. The form that chooses a person ends, by redirects, at the client: browsers check each step. */
export const makePolicy = (clients: readonly Client[]): string => {
  const targets = new Set(clients.flatMap(({ redirectUris }) => redirectUris.map((uri) => new URL(uri).origin)));
  const forms = ["'self'", ...targets].join(' ');
  return `default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action ${forms}; frame-ancestors 'none'; base-uri 'none'`;
};

const HOUR = 3600;

/** Loads the library without its warning that our pinned, tested Node has no long-term-support name yet. */
const loadProvider = async (): Promise<typeof Provider> => {
  const { release } = process;
  if (!release.lts) Object.assign(release, { lts: 'Pinned' });
  return (await import('oidc-provider')).Provider;
};

/** The provider itself: authorization code with PKCE, nothing else; consent is implied, the clients are ours. */
export const makeProvider = async (
  issuer: string,
  clients: readonly Client[],
  people: readonly Person[],
  keys: IdentityKeys,
): Promise<Provider> => {
  const OidcProvider = await loadProvider();
  const provider = new OidcProvider(issuer, {
    adapter: makeStore(),
    jwks: keys.jwks,
    cookies: { keys: keys.cookies, names: { interaction: 'kd-id-sign-in', resume: 'kd-id-resume', session: 'kd-id' } },
    clients: clients.map(({ id, secret, redirectUris }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: [...redirectUris],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_basic',
    })),
    responseTypes: ['code'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    findAccount: (_ctx, sub) => {
      const person = people.find(({ subject }) => subject === sub);
      return person && { accountId: sub, claims: () => ({ sub, name: person.name, email: person.email }) };
    },
    loadExistingGrant: async (ctx) => {
      const { client, session, provider, params } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(String(params?.['scope'] ?? 'openid'));
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: HOUR, AuthorizationCode: 60, IdToken: HOUR, Interaction: HOUR, Session: HOUR, Grant: HOUR },
    expiresWithSession: () => false,
    clientBasedCORS: () => false,
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.set('Content-Security-Policy', makePolicy(clients));
      ctx.body = errorPage(out.error_description ?? out.error).text;
    },
  });
  // The provider forgets who signed in: in a demonstration one changes persons all the time, so each sign-in asks.
  provider.on('authorization.success', (ctx) => {
    Object.assign(ctx.oidc.session ?? {}, { destroyed: true });
  });
  return provider;
};
