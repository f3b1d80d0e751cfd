/** Redraws cards when their conversations change, one at a time: they share one channel's limits. */
import { PlatformBusy } from '../../../desk/deliveries.ts';
import { wait } from '../../../desk/wait.ts';
import { SlackRefusal } from '../slack-api.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { CardBoard } from './card-board.ts';

/** Changes within this are drawn at once. */
const gatherMs = 200;
const firstPauseMs = 2_000;
const longestPauseMs = 60_000;
const mostTries = 8;

/** Begins with the cards that fell behind while nobody kept them. Returns the way to stop. */
export function keepCardsTrue({ options }: SlackParts, board: CardBoard): () => Promise<void> {
  const { conversations, cards, clock, log } = options;
  const gathering = new Map<string, () => void>();
  const due = new Map<string, number>();
  const stopping = Promise.withResolvers<void>();
  let stopped = false;
  let drawing: Promise<void> | null = null;

  const later = (id: string, ms: number, tries: number): void => {
    if (stopped || gathering.has(id)) return;
    const cancel = clock.after(ms, () => {
      gathering.delete(id);
      due.set(id, tries);
      drawing ??= drawAll();
    });
    gathering.set(id, cancel);
  };

  const drawAll = async (): Promise<void> => {
    for (const [id, tries] of due) {
      if (stopped) break;
      due.delete(id);
      try {
        await board.redraw(id);
      } catch (error) {
        if (error instanceof PlatformBusy) {
          later(id, error.retryAfterMs, tries);
          await Promise.race([wait(clock, error.retryAfterMs), stopping.promise]);
        } else {
          log.warn({ err: error, conversation: id }, 'a card could not be brought up to date');
          const isFinal = error instanceof SlackRefusal || tries + 1 >= mostTries;
          const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** tries);
          if (!isFinal) later(id, pauseMs, tries + 1);
        }
      }
    }
    drawing = null;
  };

  const catchUp = async (): Promise<void> => {
    try {
      for (const card of await cards.behind('slack')) later(card.conversationId, 0, 0);
    } catch (error) {
      log.warn({ err: error }, 'cards that fell behind could not be found');
    }
  };

  const forget = conversations.onChange((id) => later(id, gatherMs, 0));
  const caughtUp = catchUp();
  return async () => {
    stopped = true;
    forget();
    for (const cancel of gathering.values()) cancel();
    stopping.resolve();
    await caughtUp;
    await drawing;
  };
}
