/** The real Bolt against the local Slack, with two people and a channel. */
import type { AddressInfo } from 'node:net';
import { App, type Logger, LogLevel } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import {
  type EmulatorOptions,
  type SlackEmulator,
  startSlackEmulator,
} from '../slack/slack-emulator.ts';

export interface OpenApp {
  readonly slack: SlackEmulator;
  readonly app: App;
  readonly help: string;
  readonly ada: string;
  readonly mo: string;
  /** Another connection of the same app. */
  another(): Promise<App>;
}

export async function openApp(
  listen: (app: App) => void = () => {},
  options: EmulatorOptions = {},
): Promise<OpenApp> {
  const slack = await startSlackEmulator(options);
  onTestFinished(() => slack.stop());
  const ada = slack.addUser({ name: 'ada', realName: 'Ada Byron' });
  const mo = slack.addUser({ name: 'mo' });
  const help = slack.addChannel({ name: 'help', members: [ada, mo] });
  const start = async () => {
    const app = await connect(slack, options.mode ?? 'socket', listen);
    onTestFinished(() => app.stop().then(() => {}));
    return app;
  };
  const app = await start();
  return { slack, app, help, ada, mo, another: start };
}

export async function connect(
  slack: SlackEmulator,
  mode: 'socket' | 'http',
  listen: (app: App) => void,
): Promise<App> {
  const common = {
    token: slack.botToken,
    logger: silent,
    // What the app says itself is an event like any other.
    ignoreSelf: false,
    clientOptions: { slackApiUrl: slack.apiUrl, logger: silent, retryConfig: { retries: 0 } },
  };
  if (mode === 'socket') {
    const app = new App({ ...common, appToken: slack.appToken, socketMode: true });
    listen(app);
    await app.start();
    return app;
  }
  const app = new App({ ...common, signingSecret: slack.signingSecret });
  listen(app);
  const server = await app.start(0);
  slack.sendEventsTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  await slack.verified();
  return app;
}

/** What goes wrong here is what the tests make go wrong. */
export const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
