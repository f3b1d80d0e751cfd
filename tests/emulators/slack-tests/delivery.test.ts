/** Acknowledgements, redelivery, sockets that come and go, and signatures. */
import { expect, test, vi } from 'vitest';
import { signatureOf } from '../slack/http-events.ts';
import { openApp } from './open-app.ts';

test('an event that nobody acknowledges is sent again, three times, with its reason', async () => {
  const bodies: unknown[] = [];
  const { slack, app, help, ada } = await openApp((bolt) => {
    bolt.message(async ({ body }) => void bodies.push(body.event_id));
  });
  slack.settings.ackTimeoutMs = 60;
  slack.settings.retryDelaysMs = [0, 10, 10];
  const process = vi.spyOn(app, 'processEvent').mockImplementation(() => new Promise(() => {}));
  await slack.post({ channel: help, user: ada, text: 'hello?' });
  await vi.waitFor(() => expect(process).toHaveBeenCalledTimes(2));
  const second = process.mock.calls[1]?.[0];
  expect(second).toMatchObject({ retryNum: 1, retryReason: 'timeout' });
  process.mockRestore();
  await slack.idle();
  expect(bodies).toHaveLength(1);
  expect(slack.deliveries.map(({ attempt }) => attempt)).toEqual([0, 1, 2]);
  expect(slack.deliveries.map(({ ackedAt }) => ackedAt !== null)).toEqual([false, false, true]);
});

test('a lost acknowledgement brings the same event once more', async () => {
  const ids: string[] = [];
  const { slack, help, ada } = await openApp((app) => {
    app.message(async ({ body }) => void ids.push(body.event_id));
  });
  slack.settings.ackTimeoutMs = 50;
  slack.faults.events.dropAckProbability = 1;
  slack.settings.retryDelaysMs = [0];
  await slack.post({ channel: help, user: ada, text: 'hello' });
  await slack.idle();
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('copies of an event go to different sockets', async () => {
  const by: string[] = [];
  let sockets = 0;
  const { slack, help, ada, another } = await openApp((app) => {
    sockets += 1;
    const name = `socket ${sockets}`;
    app.message(async () => void by.push(name));
  });
  await another();
  await slack.connected(2);
  slack.faults.events.copies = 2;
  await slack.post({ channel: help, user: ada, text: 'hello' });
  await slack.idle();
  expect(by.sort()).toEqual(['socket 1', 'socket 2']);
});

test('events held back at random come out of order, and all come', async () => {
  const heard: string[] = [];
  const { slack, help, ada } = await openApp((app) => {
    app.message(
      async ({ message }) => void heard.push('text' in message ? (message.text ?? '') : ''),
    );
  });
  slack.faults.events.reorderWithinMs = 60;
  const sent = Array.from({ length: 20 }, (_, index) => `m${index}`);
  for (const text of sent) await slack.post({ channel: help, user: ada, text });
  await slack.idle();
  expect(heard).not.toEqual(sent);
  expect(heard.toSorted()).toEqual(sent.toSorted());
});

test('an app that is asked to refresh comes back, and hears what it missed', async () => {
  const heard: string[] = [];
  const { slack, help, ada } = await openApp((app) => {
    app.message(
      async ({ message }) => void heard.push('text' in message ? (message.text ?? '') : ''),
    );
  });
  await slack.disconnect('refresh_requested');
  expect(slack.connections()).toBe(0);
  await slack.post({ channel: help, user: ada, text: 'while you were away' });
  await slack.connected();
  await slack.idle();
  expect(heard).toEqual(['while you were away']);
});

test('a ticket opens one socket only', async () => {
  const { slack, app } = await openApp();
  const open = async (url: string) =>
    await new Promise((resolve) => {
      const socket = new WebSocket(url);
      socket.addEventListener('message', ({ data }) => {
        socket.close();
        resolve(JSON.parse(String(data)).type);
      });
      socket.addEventListener('error', () => resolve('refused'));
    });
  const { url = '' } = await app.client.apps.connections.open({ token: slack.appToken });
  expect(await open(url)).toBe('hello');
  expect(await open(url)).toBe('refused');
});

test('over HTTP the events are signed, and tried again when refused', async () => {
  const heard: string[] = [];
  const { slack, help, ada, app } = await openApp(
    (bolt) => {
      bolt.message(
        async ({ message }) => void heard.push('text' in message ? (message.text ?? '') : ''),
      );
    },
    { mode: 'http' },
  );
  slack.settings.retryDelaysMs = [0, 10, 10];
  const process = vi.spyOn(app, 'processEvent').mockRejectedValueOnce(new Error('disk full'));
  await slack.post({ channel: help, user: ada, text: 'hello' });
  await slack.idle();
  expect(heard).toEqual(['hello']);
  expect(process.mock.calls[1]?.[0]).toMatchObject({ retryNum: 1, retryReason: 'http_error' });
});

test('an address that does not answer the challenge is not verified', async () => {
  const { slack } = await openApp();
  slack.sendEventsTo(`${slack.url}/nothing-here`);
  await expect(slack.verified()).rejects.toThrow(/did not answer the challenge: 404/);
});

test('the signature is the one of Slack’s own documentation', () => {
  // https://docs.slack.dev/authentication/verifying-requests-from-slack
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  expect(signatureOf('8f742231b10e8888abcd99yyyzzz85a5', body, 1531420618)).toEqual({
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  });
});
