/** The prompt registry of a Weir server, over its REST API. */

/** A failure the server explained. */
export class ServerFailure extends Error {}

/**
 * Opens the registry of a server.
 *
 * @param {{fetch: typeof fetch, url: string, key: string | undefined}} options
 */
export function openServer({ fetch, url, key }) {
  const call = async (method, path, body) => {
    const request = {
      method,
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const response = await fetch(`${url.replace(/\/$/, '')}/api/v1/prompts${path}`, request);
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    if (response.status === 404 && method === 'GET') return null;
    throw new ServerFailure(answer.message ?? `${method} ${path} was answered with ${response.status}.`);
  };
  return {
    /** The names of all prompts. */
    async names() {
      const names = [];
      for (let token = ''; token !== null;) {
        const page = await call('GET', `?max_results=1000${token === '' ? '' : `&page_token=${token}`}`);
        names.push(...page.prompts.map(({ name }) => name));
        token = page.next_page_token;
      }
      return names;
    },
    /** A version by number, or `latest`; null when there is none. */
    async version(name, version) {
      const found = await call('GET', `/${name}/versions/${version}`);
      return found === null ? null : found.prompt_version;
    },
    /** Registers the next version; warnings come with it. */
    register: (name, prompt) => call('POST', '', { name, ...prompt }),
    setAlias: (name, alias, version) => call('PUT', `/${name}/aliases/${alias}`, { version }),
  };
}
