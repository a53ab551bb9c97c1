// Requests to the course's server. Every outcome is a value: {status, body}; status 0 means nobody answered.

const PATIENCE_MS = 15000;

export function makeApi(base, fetcher = (...args) => window.fetch(...args)) {
  const at = (path) => new URL(`${base}api/${path}`, document.baseURI).href;

  const ask = async (method, path, body, options = {}) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PATIENCE_MS);
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-XSRFToken"] = cookie("_xsrf");
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      const response = await fetcher(at(path), {
        method,
        headers,
        credentials: "same-origin",
        cache: "no-store",
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
