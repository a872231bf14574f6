import { ToolError } from './kustomize';

/** Kinds of manifests: an index of several platforms has the digest that all of them share. */
const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/**
 * Returns the digest of an image by its tag, from its registry. Public images need a token, which the registry gives to anybody.
 *
 * @param scheme `http` for a registry on this machine
 * @see https://distribution.github.io/distribution/spec/api/#existing-manifests
 */
export async function imageDigest(image: string, tag: string, scheme = 'https'): Promise<string> {
  const [host = '', ...repository] = image.split('/');
  const url = `${scheme}://${host}/v2/${repository.join('/')}/manifests/${tag}`;
  const first = await request(url, {});
  const response = first.status === 401 ? await request(url, { authorization: `Bearer ${await token(first)}` }) : first;
  const digest = response.headers.get('docker-content-digest');
  if (response.ok && digest !== null) return digest;
  throw new ToolError(`the registry has no digest for ${image}:${tag}: status ${response.status}`);
}

async function request(url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(url, { method: 'HEAD', headers: { accept, ...headers }, signal: AbortSignal.timeout(30_000) });
  } catch (error) {
    const { cause } = error as { readonly cause?: unknown };
    throw new ToolError(`${new URL(url).host} cannot be reached: ${String(cause ?? error)}`);
  }
}

async function token(response: Response): Promise<string> {
  const challenge = response.headers.get('www-authenticate') ?? '';
  const value = (key: string) => new RegExp(`${key}="([^"]*)"`).exec(challenge)?.[1];
  const realm = value('realm');
  if (realm === undefined) throw new ToolError(`${new URL(response.url).host} requires a login that is not public`);
  const url = new URL(realm);
  for (const key of ['service', 'scope']) {
    const given = value(key);
    if (given !== undefined) url.searchParams.set(key, given);
  }
  const granted = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  const { access_token: access, token: own } = (await granted.json()) as { access_token?: string; token?: string };
  return own ?? access ?? '';
}
