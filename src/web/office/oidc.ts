import * as client from 'openid-client';

/** The identity provider and what we are to it. */
export type OidcOptions = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Our address for the answer: `<office>/signin/callback`. */
  readonly redirectUri: string;
};

export type Begun = { readonly url: string; readonly state: string; readonly nonce: string; readonly verifier: string };
export type Finished =
  | { readonly kind: 'signedin'; readonly subject: string }
  /** The provider or the person said no, or the answer does not belong to this sign-in. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unavailable' };

/** Signs people in by OpenID Connect: authorization code with PKCE, state and nonce. */
export type Oidc = {
  begin(): Promise<Begun | { readonly kind: 'unavailable' }>;
  finish(answer: URL, begun: Omit<Begun, 'url'>): Promise<Finished>;
  /** Where to end the session at the provider too; undefined where it offers no such page or cannot be reached. */
  findSignOutUrl(returnTo: string): Promise<string | undefined>;
};

/** Seconds to wait for the provider. */
const PATIENCE = 5;

const isRefusal = (error: unknown): boolean =>
  error instanceof client.AuthorizationResponseError ||
  error instanceof client.ResponseBodyError ||
  (error instanceof client.ClientError && /INVALID|COMPARISON|TIMESTAMP/.test(error.code ?? ''));

/**
 * Discovery is done anew at each sign-in: then nobody is sent to a provider that is down, its changed keys are known, and
 * the office starts without it. A few milliseconds, a few times a day and person.
 */
export const makeOidc = (options: OidcOptions): Oidc => {
  let known: client.Configuration | undefined;
  const discover = async (): Promise<client.Configuration> => {
    const auth = client.ClientSecretBasic();
    known = await client.discovery(new URL(options.issuer), options.clientId, options.clientSecret, auth, {
      timeout: PATIENCE,
      // Plain http is for a provider on the same machine; config refuses it in production.
      execute: options.issuer.startsWith('http:') ? [client.allowInsecureRequests] : [],
    });
    return known;
  };
  return {
    begin: async () => {
      const config = await discover().catch(() => undefined);
      if (!config) return { kind: 'unavailable' };
      const verifier = client.randomPKCECodeVerifier();
      const begun = { state: client.randomState(), nonce: client.randomNonce(), verifier };
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: options.redirectUri,
        scope: 'openid',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: begun.state,
        nonce: begun.nonce,
      });
      return { ...begun, url: url.href };
    },
    finish: async (answer, { state, nonce, verifier }) => {
      try {
        const tokens = await client.authorizationCodeGrant(known ?? (await discover()), answer, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const subject = tokens.claims()?.sub;
        return subject ? { kind: 'signedin', subject } : { kind: 'refused' };
      } catch (error) {
        return { kind: isRefusal(error) ? 'refused' : 'unavailable' };
      }
    },
    findSignOutUrl: async (returnTo) => {
      const config = await discover().catch(() => undefined);
      if (!config?.serverMetadata().end_session_endpoint) return undefined;
      return client.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo }).href;
    },
  };
};
