// A certified OpenID provider that answers under the name of a Microsoft sign-in host.
// Settings come as JSON in the environment variable SETTINGS; the first line on standard output is the port.
// Standard input keeps it alive: it ends when whoever started it does.
import fs from 'node:fs';
import https from 'node:https';
import { Provider } from 'oidc-provider';

const { host, tenant, resource, certificate, key, daemonJwks, lifetime } = JSON.parse(process.env.SETTINGS);
const issuer = `https://${host}/${tenant}`;
const scopes = ['openid', 'profile', 'email', 'offline_access', `${resource}/.default`];
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'native-app', application_type: 'native', token_endpoint_auth_method: 'none', response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token', DEVICE], redirect_uris: ['http://localhost'],
    },
    {
      client_id: 'daemon', client_secret: 'daemon-secret-0123456789', token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['client_credentials'], response_types: [], redirect_uris: [], scope: `${resource}/.default`,
    },
    {
      client_id: 'daemon-with-certificate', token_endpoint_auth_method: 'private_key_jwt', jwks: daemonJwks,
      grant_types: ['client_credentials'], response_types: [], redirect_uris: [], scope: `${resource}/.default`,
    },
  ],
  scopes,
  claims: { openid: ['sub', 'oid', 'tid', 'preferred_username', 'name'], profile: [] },
  conformIdTokenClaims: false,
  async findAccount(_ctx, id) {
    const claims = { sub: id, oid: `oid-${id}`, tid: tenant, preferred_username: `${id}@contoso.example`, name: id };
    return { accountId: id, claims: async () => claims };
  },
  issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  ttl: { AccessToken: lifetime, ClientCredentials: lifetime },
  features: {
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: scopes.join(' '), audience: resource, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  cookies: { keys: ['for the tests'] },
  pkce: { required: () => true },
});
provider.on('server_error', (_ctx, error) => console.error(error));

// Entra answers below the tenant and below its v2.0, and names the person in client_info.
provider.use(async (ctx, next) => {
  await next();
  if (ctx.oidc?.route === 'token' && ctx.body?.id_token) {
    const claims = JSON.parse(Buffer.from(ctx.body.id_token.split('.')[1], 'base64url'));
    ctx.body.client_info = Buffer.from(JSON.stringify({ uid: claims.oid, utid: tenant })).toString('base64url');
  }
});

const answer = provider.callback();
const server = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(certificate) }, (req, res) => {
  // Entra remembers a consent; this provider gives a refresh token only to who asks for consent.
  req.url = req.url.replace('prompt=select_account', 'prompt=consent').replace(/login_hint=/, 'prompt=consent&login_hint=');
  for (const prefix of [`/${tenant}/v2.0`, `/${tenant}`]) {
    if (req.url.startsWith(`${prefix}/`)) {
      req.originalUrl = `/${tenant}` + req.url.slice(prefix.length);
      req.url = req.url.slice(prefix.length);
      return answer(req, res);
    }
  }
  res.statusCode = 404;
  return res.end();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
