/** What only one person sees, best effort: a whisper that fails is logged and forgotten. */
import type { KnownBlock } from '../blocks.ts';
import { button } from '../button.ts';
import { escapeMrkdwn } from '../format/slack-text.ts';
import { actions } from '../interactions/ids.ts';
import type { SaidOnSlack } from '../listen/read-event.ts';
import type { SlackParts } from '../slack-parts.ts';

export interface Whispers {
  /** Tells the author of a message something, privately; once, however often it is heard. */
  tell(message: Listener, words: string): Promise<void>;
  /** Offers an agent who has stepped in to give the conversation back. */
  offerHandBack(message: SaidOnSlack, conversationId: string): Promise<void>;
  /** Why a customer gets no answer yet. */
  sayTeamOnly(message: SaidOnSlack): Promise<void>;
  /** Proposes questions in an assistant pane that was opened. */
  openPane(channel: string, threadTs: string): Promise<void>;
}

type Listener = Pick<SaidOnSlack, 'channel' | 'user' | 'threadTs' | 'ts' | 'isDirect'>;

const mostAnswered = 1_000;

export function createWhispers({ api, options }: SlackParts): Whispers {
  const { log, policy } = options;

  const quietly = async (whisper: () => Promise<unknown>): Promise<void> => {
    try {
      await whisper();
    } catch (error) {
      log.warn({ err: error }, 'somebody could not be told something on Slack');
    }
  };

  const whisper = (listener: Listener, text: string, blocks?: readonly KnownBlock[]) =>
    quietly(() => {
      const { channel, user, isDirect, threadTs } = listener;
      const thread = threadTs === null ? {} : { thread_ts: threadTs };
      const said = { channel, text: escapeMrkdwn(text), ...(blocks && { blocks: [...blocks] }) };
      // A direct message is private as it is, and stays to be read.
      return isDirect
        ? api.call('answer', (web) =>
            web.chat.postMessage({
              ...said,
              ...thread,
              metadata: { event_type: 'earshot_word', event_payload: {} },
              unfurl_links: false,
              unfurl_media: false,
            }),
          )
        : api.call('whisper', (web) => web.chat.postEphemeral({ ...said, ...thread, user }));
    });

  /** Slack tells of a mention twice, and again of what it is not sure was heard. */
  const answered = new Set<string>();
  const whisperOnce = async (listener: Listener, text: string): Promise<void> => {
    const heard = `${listener.channel}/${listener.ts}`;
    if (answered.has(heard)) return;
    if (answered.size >= mostAnswered) answered.clear();
    answered.add(heard);
    await whisper(listener, text);
  };

  return {
    tell: whisperOnce,
    offerHandBack: (message, conversationId) => {
      const words =
        'You have this conversation now, and the bot keeps quiet here. Give it back when you are done.';
      return whisper({ ...message, threadTs: message.threadTs ?? message.ts }, words, [
        { type: 'section', text: { type: 'plain_text', text: words } },
        {
          type: 'actions',
          elements: [
            button('Hand back to the bot', actions.handBack, conversationId),
            button('Mark as resolved', actions.resolveThread, conversationId),
          ],
        },
      ]);
    },
    sayTeamOnly: (message) =>
      whisperOnce(
        message,
        `${policy.name} is still being set up here and answers the team only. Please ask a person for now.`,
      ),
    openPane: (channel, threadTs) =>
      quietly(() => {
        const questions = options.suggestions().slice(0, 4);
        if (questions.length === 0) return Promise.resolve();
        const prompts = questions.map((question) => ({
          title: question.slice(0, 75),
          message: question,
        }));
        return api.call('propose questions', (web) =>
          web.assistant.threads.setSuggestedPrompts({
            channel_id: channel,
            thread_ts: threadTs,
            title: 'What would you like to know?',
            prompts: prompts as [(typeof prompts)[0]],
          }),
        );
      }),
  };
}
