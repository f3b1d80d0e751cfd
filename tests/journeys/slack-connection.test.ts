/** Sockets that come and go, and requests over HTTP: nothing is lost, and nothing answered twice. */
import { createHmac } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { holdAnswers, type OpenSlack, openSlack, places } from '../channels/slack/open-slack.ts';

const question = 'How do I export my invoices?';
const answer = /The article on “How do I export my invoices\?”/;
const { help } = places;

describe('over sockets', () => {
  async function begun(): Promise<OpenSlack> {
    const open = await openSlack();
    open.slack.settings.disconnectGraceMs = 200;
    // Slack's own second try comes after a minute.
    open.slack.settings.retryDelaysMs = [0, 500, 500, 500];
    await open.begin();
    return open;
  }

  test('a refresh in the middle of an answer loses nothing and answers once', async () => {
    const open = await begun();
    const held = holdAnswers(open.bot);
    const ts = await open.writes(question);
    await held.asked;
    const gone = open.slack.disconnect('refresh_requested');
    const during = await open.writes('How do I print them?');
    await gone;
    held.letGo();
    await open.sees(help, ts, answer);
    await open.sees(help, during, /How do I print them/);
    await open.slack.connected(2);
    const after = await open.writes('How do I pay them?');
    await open.sees(help, after, /How do I pay them/);
    await open.settles();
    expect(open.says(help)).toHaveLength(3);
  });

  test('what is written while every socket is cut is answered once they are back', async () => {
    const open = await begun();
    open.slack.settings.ackTimeoutMs = 300;
    open.slack.settings.retryDelaysMs = [0, 300, 300, 300, 300, 300];
    const before = await open.writes(question);
    await open.sees(help, before, answer);
    const cut = open.slack.disconnect('cut');
    const ts = await open.writes('How do I print them?');
    await cut;
    await open.slack.connected(2);
    await open.sees(help, ts, /How do I print them/);
    await open.settles();
    expect(open.says(help)).toHaveLength(2);
    expect(await open.countRecorded()).toBe(2);
  });

  test('a word of Slack’s that it holds events back ends nothing', async () => {
    const open = await begun();
    open.slack.settings.ackTimeoutMs = 200;
    open.slack.settings.retryDelaysMs = [];
    open.slack.limitEvents();
    await open.slack.idle();
    const ts = await open.writes(question);
    await open.sees(help, ts, answer);
  });

  test('an event on two sockets, three times and out of order, is answered once', async () => {
    const open = await begun();
    Object.assign(open.slack.faults.events, { copies: 3, reorderWithinMs: 100 });
    const ts = await open.writes(`<@${open.slack.botUserId}> ${question}`);
    await open.sees(help, ts, answer);
    await open.settles();
    expect(open.says(help)).toHaveLength(1);
    const { messages, exchanges } = (await open.recorded(help, ts)) ?? {};
    expect(messages).toHaveLength(2);
    expect(exchanges).toHaveLength(1);
  });
});

describe('over HTTP', () => {
  async function begun(): Promise<OpenSlack> {
    const open = await openSlack({ mode: 'http' });
    await open.begin();
    return open;
  }

  /** Asks as Slack would; `drift`: how far its clock is from the bot's. */
  async function request(
    open: OpenSlack,
    body: object,
    { driftS = 0, secret = open.slack.signingSecret, headers = {} } = {},
  ): Promise<Response> {
    const words = JSON.stringify(body);
    const at = Math.floor(Date.now() / 1_000) + driftS;
    const hash = createHmac('sha256', secret).update(`v0:${at}:${words}`).digest('hex');
    return fetch(open.eventsUrl(), {
      method: 'POST',
      body: words,
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': String(at),
        'x-slack-signature': `v0=${hash}`,
        ...headers,
      },
    });
  }

  const event = (open: OpenSlack, ts: string) => ({
    type: 'event_callback',
    event_id: 'Ev0TWICE',
    team_id: open.slack.teamId,
    event: {
      type: 'message',
      channel: help,
      channel_type: 'channel',
      user: open.ada,
      text: question,
      ts,
      event_ts: ts,
    },
  });

  test('Slack’s challenge is answered', async () => {
    const open = await begun();
    const answered = await request(open, { type: 'url_verification', challenge: 'c4' });
    expect(answered.status).toBe(200);
    expect(await answered.json()).toEqual({ challenge: 'c4' });
  });

  test.each([
    ['of another secret', { secret: 'somebody else’s' }],
    ['that is six minutes old', { driftS: -360 }],
    ['that is from an hour ahead', { driftS: 3_600 }],
    ['that is missing', { headers: { 'x-slack-signature': '' } }],
    ['without a time', { headers: { 'x-slack-request-timestamp': 'now' } }],
  ])('a signature %s opens nothing: 401, and nothing is kept', async (_, forged) => {
    const open = await begun();
    const refused = await request(open, event(open, `${Date.now() / 1_000}`), forged);
    expect(refused.status).toBe(401);
    const challenge = await request(open, { type: 'url_verification', challenge: 'c4' }, forged);
    expect(challenge.status).toBe(401);
    expect(await open.countRecorded()).toBe(0);
  });

  test('an event that Slack sends again is taken again, and answered once', async () => {
    const open = await begun();
    const ts = await open.writes(question);
    await open.sees(help, ts, answer);
    for (const time of ['1', '2', '3']) {
      const headers = { 'x-slack-retry-num': time, 'x-slack-retry-reason': 'http_timeout' };
      expect((await request(open, event(open, ts), { headers })).status).toBe(200);
    }
    await open.settles();
    expect(open.says(help)).toHaveLength(1);
    expect((await open.recorded(help, ts))?.messages).toHaveLength(2);
  });

  test('an event that the first try did not bring is answered by the next', async () => {
    const open = await begun();
    open.slack.settings.ackTimeoutMs = 300;
    open.slack.settings.retryDelaysMs = [0, 100, 100];
    open.slack.faults.events.loseProbability = 1;
    const ts = await open.writes(question);
    await vi.waitFor(() => expect(open.says(help).join()).toMatch(answer), { timeout: 5_000 });
    await open.settles();
    expect(open.reads(help, ts)).toHaveLength(1);
  });

  test('a press is answered too', async () => {
    const open = await begun();
    const ts = await open.writes(question);
    await open.sees(help, ts, answer);
    const [said] = open.slack.thread(help, ts).slice(1);
    const press = { user: open.ada, channel: help, ts: said?.ts ?? '' };
    await open.slack.press({ ...press, actionId: 'mark_helpful' });
    await vi.waitFor(async () => {
      expect((await open.recorded(help, ts))?.exchanges).toMatchObject([{ mark: 'helpful' }]);
    });
  });
});
