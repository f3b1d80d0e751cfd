/** The least that a Slack bot can do: Bolt as it comes, which says back what it hears. */
import { App, LogLevel } from '@slack/bolt';

const { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = process.env;

const app = new App({
  token: token ?? '',
  appToken: appToken ?? '',
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: apiUrl ?? '' },
});

app.message(async ({ message, client }) => {
  if (message.subtype !== undefined) return;
  await client.chat.postMessage({
    channel: message.channel,
    thread_ts: message.ts,
    text: message.text ?? '',
  });
});

process.on('SIGTERM', () => process.exit(0));
await app.start();
