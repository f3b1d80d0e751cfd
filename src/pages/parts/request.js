/**
 * @typedef {{ status: number, data: unknown, error: string }} Answer
 * `status` is 0 where the server could not be reached; `error` is empty where all went well.
 */

const timeoutMs = 15_000;

/**
 * @param {string} path
 * @param {{ method?: string, body?: unknown, token?: string }} [options]
 * @returns {Promise<Answer>}
 */
export async function request(path, { method = 'GET', body, token } = {}) {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const data = await response.json().catch(() => ({}));
    const error = response.ok ? '' : (data.error ?? 'Something went wrong. Please try again.');
    return { status: response.status, data, error };
  } catch {
    return { status: 0, data: {}, error: 'There is no connection right now.' };
  }
}

/** @param {string} path @param {unknown} [body] @param {string} [token] */
export function post(path, body = {}, token) {
  return request(path, { method: 'POST', body, token });
}
