// Requests to the course's server. No replies of it are cached, which their headers say: the first one, for the
// state, was asked for by the page's head, and a browser takes that reply only for a plain request.
// Every outcome is a value: {status, body}; status 0 means nobody answered.

const PATIENCE_MS = 15000;

/** @param heard told after each request whether the course answered */
export function makeApi(base, fetcher = (...args) => window.fetch(...args), heard = () => {}) {
  const at = (path) => new URL(`${base}api/${path}`, document.baseURI).href;

  const ask = async (method, path, body, options = {}) => {
    const reply = await request(method, path, body, options);
    heard(reply.status > 0 && reply.status < 500);
    return reply;
  };

  const request = async (method, path, body, { patience = PATIENCE_MS, ...options }) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), patience);
    const headers = {};
    if (method !== "GET") headers["X-XSRFToken"] = cookie("_xsrf");
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      const response = await fetcher(at(path), {
        method,
        headers,
        credentials: "same-origin",
        signal: abort.signal,
        body: body === undefined ? undefined : JSON.stringify(body),
        ...options,
      });
      return { status: response.status, body: await json(response) };
    } catch {
      return { status: 0, body: {} };
    } finally {
      clearTimeout(timer);
    }
  };

  const id = encodeURIComponent;
  return {
    state: (page) => ask("GET", `state/${id(page)}`),
    save: (page, item, body, options) => ask("PUT", `answers/${id(page)}/${id(item)}`, body, options),
    /** Whether the course answers, soon; a proxy before it that says it is gone does not count. */
    ping: async (patience) => {
      const { status } = await request("GET", "ping", undefined, { patience });
      return status > 0 && status < 500;
    },
    submit: (page) => ask("POST", `submit/${id(page)}`, {}),
  };
}

/** Worth another try later: nobody answered, the server is busy or ill. */
export function isPassing(status) {
  return status === 0 || status === 408 || status === 425 || status === 429 || status >= 500;
}

async function json(response) {
  try {
    return (await response.json()) || {};
  } catch {
    return {};
  }
}

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}
