/** Events over HTTP, signed: https://docs.slack.dev/authentication/verifying-requests-from-slack */
import { createHmac, randomUUID } from 'node:crypto';
import type { Parcel, Receipt, Transport } from './delivery.ts';
import type { Json } from './types.ts';
import type { Workspace } from './workspace.ts';

export interface HttpEvents extends Transport {
  sendTo(url: string): void;
  verified(): Promise<void>;
}

export function createHttpEvents(workspace: Workspace, signingSecret: string): HttpEvents {
  let address: string | undefined;
  let challenged: Promise<void> = Promise.resolve();

  const post = async (body: string, headers: Record<string, string>): Promise<Response> =>
    await fetch(address ?? '', {
      method: 'POST',
      body,
      headers: { ...signatureOf(signingSecret, body), 'user-agent': 'Slackbot 1.0', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(workspace.settings.ackTimeoutMs),
    });

  const challenge = async () => {
    const word = randomUUID();
    const body = { token: 'verification-token', challenge: word, type: 'url_verification' };
    const answer = await post(JSON.stringify(body), { 'content-type': 'application/json' });
    const said = await answer.text();
    if (answer.status !== 200 || !said.includes(word))
      throw new Error(`[slack emulator] ${address} did not answer the challenge: ${answer.status}`);
  };

  const send = async (parcel: Parcel): Promise<Receipt> => {
    try {
      await challenged;
      const { body, headers } = dress(parcel);
      const answer = await post(body, headers);
      const said = await answer.text();
      const final = answer.headers.get('x-slack-no-retry') === '1';
      if (answer.status < 200 || answer.status > 299)
        return { acked: false, reason: 'http_error', final };
      return { acked: true, payload: payloadOf(said) };
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      return { acked: false, reason: late ? 'http_timeout' : 'connection_failed' };
    }
  };

  return {
    send,
    sendTo: (url) => {
      address = url;
      challenged = challenge();
      // Whoever asks for `verified` hears of it; events meanwhile fail and are tried again.
      challenged.catch(() => {});
    },
    verified: () => challenged,
  };
}

function dress(parcel: Parcel): { body: string; headers: Record<string, string> } {
  if (parcel.type === 'events_api') {
    const retried: Record<string, string> =
      parcel.attempt === 0
        ? {}
        : { 'x-slack-retry-num': String(parcel.attempt), 'x-slack-retry-reason': parcel.reason };
    return {
      body: JSON.stringify(parcel.payload),
      headers: { 'content-type': 'application/json', ...retried },
    };
  }
  const fields =
    parcel.type === 'interactive'
      ? { payload: JSON.stringify(parcel.payload) }
      : Object.fromEntries(Object.entries(parcel.payload).map(([k, v]) => [k, String(v)]));
  return {
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
}

/** A slash command may be answered in plain words. */
function payloadOf(said: string): Json {
  if (said.trim() === '') return {};
  try {
    return JSON.parse(said) as Json;
  } catch {
    return { text: said };
  }
}

export function signatureOf(
  secret: string,
  body: string,
  atSeconds = Math.floor(Date.now() / 1_000),
): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`v0:${atSeconds}:${body}`).digest('hex');
  return {
    'x-slack-request-timestamp': String(atSeconds),
    'x-slack-signature': `v0=${signature}`,
  };
}
