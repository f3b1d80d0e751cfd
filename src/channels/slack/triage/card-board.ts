/** Cards in the triage channel: posted once, found again, drawn anew when what they show has changed. */
import { createHash } from 'node:crypto';
import { hasEnded } from '../../../desk/escalation.ts';
import type { Card } from '../../../desk/ports.ts';
import type { Conversation, Escalation } from '../../../desk/types.ts';
import { type Place, readAddress, writeAddress } from '../address.ts';
import { SlackRefusal } from '../slack-api.ts';
import type { SlackParts } from '../slack-parts.ts';
import { findMarked } from './card-marks.ts';
import { createCardViews } from './card-views.ts';
import { type CardView, type DrawnCard, drawCard, drawPastCard } from './draw-card.ts';

export interface CardBoard {
  /**
   * Makes the card of a conversation's newest case true, and posts it where none hangs; with
   * `isUnsure` an earlier post may have arrived, and is looked for. Null where there is no case.
   */
  hang(conversationId: string, tries: Tries): Promise<HangingCard | null>;
  /** Makes all cards of a conversation true. */
  redraw(conversationId: string): Promise<void>;
}

export interface Tries {
  readonly isUnsure: boolean;
}

export interface HangingCard {
  readonly place: Place;
  /** Whether agents have been called by it only now. */
  readonly calls: 'now' | 'earlier';
}

const cardEvent = 'earshot_card';

export function createCardBoard(parts: SlackParts, triage: string): CardBoard {
  const { api, options } = parts;
  const { cards, conversations } = options;
  const viewOf = createCardViews(parts);

  /** Customers' words must not be read by another company, whatever was configured. */
  const refuseShared = async (): Promise<void> => {
    const { channel } = await api.call(`look at ${triage}`, (web) =>
      web.conversations.info({ channel: triage }),
    );
    if (channel?.is_ext_shared || channel?.is_shared) {
      throw new SlackRefusal(`post a card to ${triage}`, 'channel_is_shared', null);
    }
  };

  const post = async (conversation: Conversation, escalation: Escalation, drawn: DrawnCard) => {
    await refuseShared();
    const { ts = '' } = await api.call(`post a card to ${triage}`, (web) =>
      web.chat.postMessage({
        channel: triage,
        text: drawn.text,
        blocks: [...drawn.blocks],
        metadata: { event_type: cardEvent, event_payload: { escalation: escalation.id } },
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    return keep(conversation, escalation, { channel: triage, threadTs: ts }, digestOf(drawn));
  };

  const keep = async (
    { id: conversationId }: Conversation,
    { id: escalationId }: Escalation,
    place: Place,
    digest: string,
  ): Promise<Card> => {
    const receipt = writeAddress(place);
    const card = { escalationId, conversationId, channel: 'slack', receipt, digest } as const;
    await cards.keep(card);
    return card;
  };

  /** False where somebody has deleted it. */
  const update = async ({ receipt }: Card, { text, blocks }: DrawnCard): Promise<boolean> => {
    const { channel, threadTs } = readAddress(receipt);
    try {
      await api.call(`update a card in ${channel}`, (web) =>
        web.chat.update({ channel, ts: threadTs ?? '', text, blocks: [...blocks] }),
      );
      return true;
    } catch (error) {
      if (error instanceof SlackRefusal && gone.has(error.code)) return false;
      throw error;
    }
  };

  const adopt = async (conversation: Conversation, escalation: Escalation) => {
    const mark = { event: cardEvent, escalation: escalation.id, call: null };
    const ts = await findMarked(api, { channel: triage, threadTs: null }, mark, escalation.since);
    // What it shows is not known, so it is drawn again.
    return ts === null
      ? null
      : keep(conversation, escalation, { channel: triage, threadTs: ts }, '');
  };

  const hang: CardBoard['hang'] = async (conversationId, { isUnsure }) => {
    // Whoever asked may have waited for their turn, and the case has changed hands meanwhile.
    const conversation = await conversations.read(conversationId);
    const escalation = conversation?.escalation;
    if (!escalation) return null;
    const drawn = drawCard(conversation, await viewOf(conversation));
    const known = await cards.of(escalation.id, 'slack');
    const found = !known && isUnsure ? await adopt(conversation, escalation) : null;
    const hanging = known ?? found;
    if (hanging && (await update(hanging, drawn))) {
      const place = readAddress(hanging.receipt);
      await keep(conversation, escalation, place, digestOf(drawn));
      return { place, calls: known ? 'earlier' : 'now' };
    }
    const posted = await post(conversation, escalation, drawn);
    return { place: readAddress(posted.receipt), calls: 'now' };
  };

  const redrawCard = async (card: Card, conversation: Conversation, view: CardView) => {
    const isNewest = conversation.escalation?.id === card.escalationId;
    const drawn = isNewest ? drawCard(conversation, view) : drawPastCard(conversation, view);
    const digest = digestOf(drawn);
    const isThere = digest === card.digest || (await update(card, drawn));
    if (isThere) await cards.keep({ ...card, digest });
    // A case that goes on is not left without a card; one that is over may be cleared away.
    else if (isNewest && !hasEnded(caseOf(conversation))) {
      await post(conversation, caseOf(conversation), drawn);
    }
  };

  return {
    hang,
    async redraw(conversationId) {
      const hanging = await cards.about(conversationId, 'slack');
      if (hanging.length === 0) return;
      const conversation = await conversations.read(conversationId);
      if (!conversation?.escalation) return;
      const { escalation, holder } = conversation;
      const view = await viewOf(conversation);
      for (const card of hanging) await redrawCard(card, conversation, view);
      // An agent took a case up again that was over; who waits is called by a card of their own.
      const isShown = hanging.some(({ escalationId }) => escalationId === escalation.id);
      if (!isShown && holder.kind === 'person') await hang(conversationId, { isUnsure: false });
    },
  };
}

const gone = new Set(['message_not_found', 'cant_update_message']);

function caseOf({ id, escalation }: Conversation): Escalation {
  if (escalation === null) throw new Error(`[slack] ${id} has no case to show`);
  return escalation;
}

function digestOf({ text, blocks }: DrawnCard): string {
  return createHash('sha256')
    .update(JSON.stringify([text, blocks]))
    .digest('base64url')
    .slice(0, 22);
}
