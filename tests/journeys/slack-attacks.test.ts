/** Customers who try to break the bot for others, with what Slack lets anybody send. */
import { expect, test } from 'vitest';
import { openSlack, places } from '../channels/slack/open-slack.ts';

const { help } = places;

test('a message that calls thousands of people keeps nobody else waiting', async () => {
  const open = await openSlack();
  await open.begin();
  const calls = Array.from({ length: 2_500 }, (_, at) => `<@U${at}ZZ>`).join(' ');
  await open.writes(`How do I export my invoices? ${calls}`);
  const ts = await open.writes('How do I change my plan?', { user: open.addPerson('Bo') });
  await open.sees(help, ts, /change my plan/);
  await open.settles();
  const asked = open.slack.calls.filter(({ method }) => method === 'users.info');
  expect(asked.length).toBeLessThan(50);
});
