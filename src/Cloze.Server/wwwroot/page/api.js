// The server's routes. Every failure becomes an Error with a sentence and, where the server gave one, a hint.

const keyName = 'cloze-key';

export class ServerError extends Error {
  constructor(message, hint, status, field = null) {
    super(message);
    this.hint = hint;
    this.status = status;
    this.field = field;
  }
}

function headers(body) {
  const all = { Accept: 'application/json' };
  if (body !== undefined) all['Content-Type'] = 'application/json';
  const key = sessionStorage.getItem(keyName);
  if (key) all.Authorization = `Bearer ${key}`;
  return all;
}

/** Keeps the key for this tab alone; it never stands in a link. */
export const keepKey = key => sessionStorage.setItem(keyName, key);

async function failure(response) {
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // No JSON: the status must do.
  }
  if (response.status === 429) {
    const seconds = response.headers.get('Retry-After') ?? '1';
    return new ServerError('The server has too much to do.', `Try again in ${seconds} s.`, 429);
  }
  return new ServerError(
    problem.detail ?? problem.title ?? `The server answered with status ${response.status}.`,
    problem.hint ?? '',
    response.status,
    problem.field);
}

async function call(path, body, signal) {
  let response;
  try {
    response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: headers(body),
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      signal,
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ServerError('The server does not answer.', 'Is `cloze serve` still running?', 0);
  }
  if (!response.ok) throw await failure(response);
  return response.json();
}

export const models = () => call('v1/models');
export const explain = (request, signal) => call('v1/explain', request, signal);
export const score = (request, signal) => call('v1/score', request, signal);

/** The record of a model's training run; null where none lies beside it. */
export async function run(model, signal) {
  try {
    return await call(`v1/runs?model=${encodeURIComponent(model)}`, undefined, signal);
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}

/** Makes calls of which only the last one counts: an earlier one that still runs is given up. */
export function latest(action) {
  let controller = null;
  return async (...values) => {
    controller?.abort();
    const mine = controller = new AbortController();
    try {
      const result = await action(...values, mine.signal);
      return mine === controller ? { result } : null;
    } catch (error) {
      if (error.name === 'AbortError' || mine !== controller) return null;
      return { error };
    }
  };
}
