/** Streams an answer that is written already, for as long as it may still be said. */
import type { KnownBlock } from '../blocks.ts';
import type { SlackApi } from '../slack-api.ts';

/** For whom a stream is, which Slack wants to know in channels. */
export interface Recipient {
  readonly userId: string;
  readonly teamId: string;
}

export interface StreamedAnswer {
  readonly channel: string;
  readonly threadTs: string;
  readonly recipient: Recipient;
  readonly chunks: readonly string[];
  /** What stands below the words when they are all there. */
  readonly end: readonly KnownBlock[];
  readonly mark: {
    readonly event_type: string;
    readonly event_payload: Record<string, string | number>;
  };
  /** False as soon as a person has the conversation. */
  readonly isCurrent: () => Promise<boolean>;
  /** Called when the first words can be read. */
  readonly onBegin: () => void;
}

/** Resolves to the stream's ts, whole or broken off; what was broken off is taken back by who asked. */
export async function streamAnswer(api: SlackApi, answer: StreamedAnswer): Promise<string> {
  const { channel, threadTs, recipient, chunks, end, mark, isCurrent, onBegin } = answer;
  const [first = '', ...rest] = chunks;
  const { ts = '' } = await api.call(`stream to ${channel}`, (web) =>
    web.chat.startStream({
      channel,
      thread_ts: threadTs,
      recipient_user_id: recipient.userId,
      recipient_team_id: recipient.teamId,
      markdown_text: first,
    }),
  );
  onBegin();
  let whole = true;
  for (const chunk of rest) {
    whole = await isCurrent();
    if (!whole) break;
    await api.call(`stream to ${channel}`, (web) =>
      web.chat.appendStream({ channel, ts, markdown_text: chunk }),
    );
  }
  await api.call(`end a stream in ${channel}`, (web) =>
    // What was broken off bears no mark: it must not be taken for the whole answer.
    web.chat.stopStream({ channel, ts, ...(whole && { metadata: mark, blocks: [...end] }) }),
  );
  return ts;
}
