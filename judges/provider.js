// The municipality's sign-in, played by oidc-provider: node provider.js PORT KEYS, where KEYS is a file with a key set.
// Each kind of key signs for a resource of its own (urn:sammen:RS256); who says what is in ROLES, by account and client.
import { readFileSync } from 'node:fs'
import { Provider } from 'oidc-provider'

const [port, keys, roles] = process.argv.slice(2)
const jwks = JSON.parse(readFileSync(keys))
const said = () => JSON.parse(readFileSync(roles))

const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks,
  clients: [
    {
      client_id: 'portal',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: ['http://127.0.0.1/back']
    },
    {
      client_id: 'lis',
      client_secret: 'a-secret-of-the-provider-0123456789',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: []
    }
  ],
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  extraTokenClaims: (_, token) => said()[token.accountId ?? token.clientId] ?? {},
  pkce: { required: () => true },
  cookies: { keys: ['only for tests'] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:sammen:RS256',
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => ({
        scope: 'sammen',
        audience: resource.includes('other') ? 'another-service' : 'sammen-api',
        accessTokenFormat: 'jwt',
        accessTokenTTL: 600,
        jwt: { sign: { alg: resource.split(':').at(-1) } }
      })
    }
  }
})
provider.listen(Number(port), '127.0.0.1')
