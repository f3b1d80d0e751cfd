/** Slack's events over HTTP, checked and handed to Bolt; mounted on the bot's own web server. */
import type { App, Receiver } from '@slack/bolt';
import { isValidSlackRequest } from '@slack/bolt';
import type { Clock } from '../../../desk/ports.ts';
import type { SlackLog } from '../slack-options.ts';

export interface HttpReceiver extends Receiver {
  /** Answers one request of Slack's: 200 once it is on disk, 401 where it is not Slack's. */
  receive(request: Request): Promise<Response>;
}

export interface HttpReceiverOptions {
  readonly signingSecret: string;
  readonly clock: Clock;
  readonly log: SlackLog;
}

/** In characters; Slack's own payloads are far below it. */
const longestBody = 1_000_000;
/** Bolt looks at the past only; a signature from the future could be kept for later. */
const longestDriftS = 300;

export function createHttpReceiver(options: HttpReceiverOptions): HttpReceiver {
  const { clock, log } = options;
  let app: App | undefined;

  const process = (body: Record<string, unknown>, headers: Headers): Promise<Response> => {
    const answered = Promise.withResolvers<Response>();
    const num = headers.get('x-slack-retry-num');
    const reason = headers.get('x-slack-retry-reason');
    app
      ?.processEvent({
        body,
        ...(num !== null && { retryNum: Number(num) }),
        ...(reason !== null && { retryReason: reason }),
        ack: async (response) => answered.resolve(answerWith(response)),
      })
      .then(
        // Slack tries again what nobody has taken.
        () => answered.resolve(new Response('not taken', { status: 500 })),
        (error: unknown) => {
          log.error({ err: error }, 'an event of Slack’s could not be kept');
          answered.resolve(new Response('not kept', { status: 500 }));
        },
      );
    return answered.promise;
  };

  return {
    init(given) {
      app = given;
    },
    start: async () => undefined,
    stop: async () => undefined,
    async receive(request) {
      const body = await request.text();
      if (body.length > longestBody) return new Response('too large', { status: 413 });
      if (!isSlacks(body, request.headers, options.signingSecret, clock.now())) {
        return new Response('the signature is not valid', { status: 401 });
      }
      const parsed = parseBody(body, request.headers.get('content-type') ?? '');
      if (parsed === null) return new Response('not understood', { status: 400 });
      if (parsed.type === 'url_verification') return Response.json({ challenge: parsed.challenge });
      if (parsed.ssl_check !== undefined) return new Response('');
      if (parsed.type === 'app_rate_limited') {
        log.warn({}, 'Slack leaves out events for a minute: there were too many');
        return new Response('');
      }
      if (app === undefined) return new Response('starting', { status: 503 });
      return process(parsed, request.headers);
    },
  };
}

function isSlacks(body: string, headers: Headers, signingSecret: string, now: number): boolean {
  const signature = headers.get('x-slack-signature');
  const timestamp = Number(headers.get('x-slack-request-timestamp') ?? Number.NaN);
  if (signature === null || !(Math.abs(now / 1000 - timestamp) <= longestDriftS)) return false;
  return isValidSlackRequest({
    signingSecret,
    body,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp },
    nowMilliseconds: now,
  });
}

/** Events come as JSON, what people press as JSON in a form, commands as a form. */
function parseBody(body: string, contentType: string): Record<string, unknown> | null {
  try {
    if (!contentType.includes('application/x-www-form-urlencoded')) return asObject(body);
    const form = new URLSearchParams(body);
    const payload = form.get('payload');
    return payload === null ? Object.fromEntries(form) : asObject(payload);
  } catch {
    return null;
  }
}

function asObject(json: string): Record<string, unknown> | null {
  const value: unknown = JSON.parse(json);
  return typeof value === 'object' && value !== null ? { ...value } : null;
}

function answerWith(response: unknown): Response {
  if (response === undefined || response === '') return new Response('');
  return typeof response === 'string' ? new Response(response) : Response.json(response);
}
