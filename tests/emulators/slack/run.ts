/** `npm run emulate:slack`: a Slack to use by hand, with a page at its address. */
import { parseArgs } from 'node:util';
import { populate } from './cast.ts';
import { createPage } from './page-server.ts';
import { startSlackEmulator } from './slack-emulator.ts';

/** As Earshot's app names them: its manifest lists both. */
const shortcuts = ['hand_over=Hand over to a person', 'send_to_customer=Send to the customer'];

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3100' },
    'events-url': { type: 'string' },
    command: { type: 'string', multiple: true, default: ['/earshot'] },
    shortcut: { type: 'string', multiple: true, default: shortcuts },
  },
});

const page = createPage({
  commands: values.command,
  shortcuts: values.shortcut.map((each) => {
    const [callbackId = '', name = callbackId] = each.split('=');
    return { callbackId, name };
  }),
});
const eventsUrl = values['events-url'];
const slack = await startSlackEmulator({ port: Number(values.port), serve: page.serve });
populate(slack);
page.show(slack);
if (eventsUrl !== undefined) slack.sendEventsTo(eventsUrl);

console.log(`A local Slack is at ${slack.url}. Start the bot with:

SLACK_API_URL=${slack.apiUrl}
SLACK_BOT_TOKEN=${slack.botToken}
${
  eventsUrl === undefined
    ? `SLACK_APP_TOKEN=${slack.appToken}`
    : `SLACK_SIGNING_SECRET=${slack.signingSecret}`
}

Channels: C0HELP C0GENERAL C0ACME C0TRIAGE · agents: S0AGENTS (@support-agents)
People: U0ADA U0BEN (customers) · U0MO U0KIM (agents) · U0EVE (a colleague)`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void slack.stop().then(() => process.exit(0)));
