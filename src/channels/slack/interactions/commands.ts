/** `/earshot`: what can be asked of the bot in private. */
import type { App, SlashCommand } from '@slack/bolt';
import { writeAddress } from '../address.ts';
import type { KnownBlock } from '../blocks.ts';
import { formatMessage } from '../format/format-message.ts';
import { escapeMrkdwn, mentions, readSlackText } from '../format/slack-text.ts';
import type { SlackParts } from '../slack-parts.ts';
import { sayAgentsOnly, tellPrivately } from './acknowledge.ts';
import { sayStatus } from './command-status.ts';
import { sayWhy } from './command-why.ts';
import { command } from './ids.ts';
import { createPace } from './pace.ts';

/** What is said in private, as mrkdwn. */
export interface Said {
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
}

interface Asked {
  readonly user: string;
  readonly agent: string | null;
  readonly channel: string;
  readonly rest: string;
}

interface CommandParts extends SlackParts {
  /** Whether somebody may ask now; counts that they did. */
  readonly mayAsk: (user: string) => boolean;
}

export function registerCommands(app: App, parts: SlackParts): void {
  const { log, policy, clock } = parts.options;
  const mayAsk = createPace(policy.limits.perCustomer, clock);
  app.command(command, async ({ command: asked, ack, respond }) => {
    // Nothing is kept of it, so Slack need not wait.
    await ack();
    for (const { text, blocks } of await answer(asked, { ...parts, mayAsk })) {
      await tellPrivately(respond, text, log, blocks ?? inMrkdwn(text));
    }
  });
}

async function answer(
  { text, user_id: user, channel_id: channel }: SlashCommand,
  parts: CommandParts,
): Promise<readonly Said[]> {
  const { directory, options } = parts;
  try {
    const names = await directory.namesOf(mentions(text));
    const words = readSlackText(text, (id) => names.get(id) ?? null).trim();
    const [verb = ''] = words.split(/\s/, 1);
    const rest = words.slice(verb.length).trim();
    const agent = await directory.agentOf(user);
    return await obey(verb.toLowerCase(), { user, agent, channel, rest }, parts);
  } catch (error) {
    options.log.error({ err: error }, 'a command could not be obeyed');
    return [{ text: 'Something failed on the way. Please try again.' }];
  }
}

async function obey(verb: string, asked: Asked, parts: CommandParts): Promise<readonly Said[]> {
  switch (verb) {
    case 'ask':
      return ask(asked, parts);
    case 'handoff':
      return [{ text: escapeMrkdwn(await handOff(asked, parts)) }];
    case 'status':
      return [{ text: await sayStatus(asked.agent, parts) }];
    case 'why':
      if (asked.agent === null)
        return [{ text: escapeMrkdwn(sayAgentsOnly(parts.options.policy)) }];
      return [{ text: await sayWhy(asked.channel, asked.rest, parts) }];
    default:
      return [{ text: sayHelp(asked, parts) }];
  }
}

async function ask(
  { user, rest, agent }: Asked,
  { options, mayAsk }: CommandParts,
): Promise<readonly Said[]> {
  const { policy, servesCustomers } = options;
  const botName = policy.name;
  if (!servesCustomers && agent === null) {
    const words = `${botName} is still being set up here and answers the team only. Please ask a person for now.`;
    return [{ text: escapeMrkdwn(words) }];
  }
  if (rest === '') return [{ text: `Write a question: \`${command} ask How do I …?\`` }];
  if (!mayAsk(user)) return [{ text: escapeMrkdwn(tooMany) }];
  const { text, citations, confidence } = await options.ask(rest);
  if (text === '' || confidence < policy.thresholds.answer) {
    const words = `None of our articles answers this well enough. Write it to @${botName} in a channel or a direct message, and a person can take it up.`;
    return [{ text: escapeMrkdwn(words) }];
  }
  const said = { author: { kind: 'bot' }, kind: 'said', text, citations } as const;
  return formatMessage(said, { botName }).slice(0, mostPosts);
}

const tooMany = 'You have asked a lot within a minute. Please ask again in a moment.';

/** Slack takes five answers to one command. */
const mostPosts = 5;

async function handOff({ user, channel }: Asked, { options }: SlackParts): Promise<string> {
  const { conversations, desk, policy } = options;
  if (!channel.startsWith('D')) {
    return 'A command cannot see which thread you mean. In your thread, press “Talk to a person” below my answer, or choose “Hand over to a person” in the menu (⋮) of any message.';
  }
  const place = await conversations.locate('slack', writeAddress({ channel, threadTs: null }));
  const conversation = place && (await conversations.read(place.id));
  if (!conversation || place.customer !== user) {
    return `You have not written to me here yet. Send @${policy.name} a message that says what it is about, and ask for a person in it.`;
  }
  const { holder } = conversation;
  if (holder.kind === 'person') return `${holder.agent} has this conversation already.`;
  if (holder.kind === 'queue') return 'A person is called already.';
  const result = await desk.customer.askForPerson(conversation.id);
  return result.ok ? 'I am calling a person to this conversation.' : result.refused;
}

function sayHelp({ agent }: Asked, { options }: SlackParts): string {
  const lines = [
    `\`${command} ask QUESTION\`: what our articles say, for your eyes only`,
    `\`${command} handoff\`: calls a person to our direct message`,
    `\`${command} status\`: whether ${escapeMrkdwn(options.policy.name)} is up, and when people are here`,
  ];
  const forAgents = `\`${command} why LINK\`: why the bot said what it did in the thread of this message`;
  return (agent === null ? lines : [...lines, forAgents]).join('\n');
}

function inMrkdwn(text: string): readonly KnownBlock[] {
  return [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }];
}
