/** Words that try to call people, to mislead or to load something, from everybody who has a say. */
import { expect, test } from 'vitest';
import { openSlack, places } from '../channels/slack/open-slack.ts';
import { citation } from '../desk/build.ts';

const { help } = places;

const hostile = [
  '<!channel> <!here> <!everyone> <@U0ADA> <!subteam^S0AGENTS> <#C0TRIAGE>',
  '@channel @here @everyone',
  '<https://evil.example/login|https://bank.example>',
  '[https://bank.example](https://evil.example/login) ![x](https://evil.example/pixel.png)',
  '&lt;!channel&gt; &amp;lt;!here&amp;gt;',
  '`<!channel>` and\n\n```\n<!here> https://evil.example\n```',
].join('\n\n');

test('an article calls nobody, unfurls nothing, and its links show where they lead', async () => {
  const open = await openSlack();
  await open.begin();
  const long = Array.from({ length: 30 }, (_, at) => `Step ${at}: ${hostile}`).join('\n\n');
  for (const text of [hostile, long]) {
    open.bot.answer = async () => ({
      text: `Answer: ${text}`,
      citations: [{ ...citation, heading: `<!here> ${hostile}` }],
      confidence: 0.9,
    });
    const ts = await open.writes('How do I export my invoices?');
    await open.sees(help, ts, /Answer:[\s\S]*\[Talk to a person\]/);
  }
  await open.settles();
  expectInert(open);
});

test('a customer’s name and words call nobody, in the thread, in whispers and on the card', async () => {
  const open = await openSlack();
  open.addAgent('Mo');
  await open.begin();
  const eve = open.addPerson('<!channel> *Eve* <@U0ADA> <https://evil.example|bank>');
  open.bot.answer = async ({ text }) => ({ text, citations: [], confidence: 0.9 });
  const ts = await open.writes(`How do I do this? ${hostile}`, { user: eve });
  await open.sees(help, ts, /How do I do this/);
  await open.writes('I want to talk to a person', { user: eve, threadTs: ts });
  await open.sees(help, ts, /I have notified the team/);
  await open.settles();
  expectInert(open);
  const atTriage = open.slack.pings.filter(({ channel }) => channel === places.triage);
  expect(atTriage.map(({ target }) => target)).toEqual([places.group]);
  expect(open.slack.unfurls).toEqual([]);
});

test('an agent’s name and words call nobody when the bot passes them on', async () => {
  const open = await openSlack();
  const name = '<!channel> @here <@U0ADA>';
  const mo = open.addAgent(name);
  await open.begin();
  const ts = await open.writes('How do I export my invoices?');
  await open.sees(help, ts, /The article/);
  const { id = '' } = (await open.recorded(help, ts)) ?? {};
  await open.writes('I am on it', { user: mo, threadTs: ts });
  await open.settles();
  const { holder } = (await open.recorded(help, ts)) ?? {};
  const agent = holder?.kind === 'person' ? holder.agent : '';
  await open.bot.desk.reply(id, agent, `Hello ${hostile}`);
  await open.bot.desk.handBack(id, agent);
  await open.sees(help, ts, /Hello[\s\S]*handed this back/);
  await open.settles();
  expectInert(open);
});

function expectInert({ slack }: Awaited<ReturnType<typeof openSlack>>): void {
  expect(slack.pings.filter(({ channel }) => channel === help)).toEqual([]);
  expect(slack.unfurls.filter(({ channel }) => channel === help)).toEqual([]);
  const lures = slack.links.filter(
    ({ url, label, channel }) => channel === help && new URL(url).host === 'evil.example' && label,
  );
  // A link may lead anywhere as long as it says where.
  expect(lures.filter(({ label }) => !label?.includes('evil.example'))).toEqual([]);
  const drawn = JSON.stringify(slack.messages(help).map(({ blocks }) => blocks));
  expect(drawn).not.toContain('"type":"image"');
}
