import { expect, test } from 'vitest';
import type { Card } from '../../src/desk/ports.ts';
import { botSays } from '../desk/build.ts';
import { minute } from '../held-clock.ts';
import { converse } from './claims.ts';
import type { OpenRecords, RecordsUnderTest } from './records-contract.ts';

export function cardsContract(open: OpenRecords): void {
  test("knows an escalation's card on each platform, and whose card it is", async () => {
    const records = await open();
    const card = await cardOf(records);
    const elsewhere = { ...card, channel: 'discord', receipt: 'D1' } as const;
    await records.cards.keep(card);
    await records.cards.keep(elsewhere);
    const { cards } = await records.beside();
    expect(await cards.of('case-1', 'slack')).toEqual(card);
    expect(await cards.of('case-1', 'discord')).toEqual(elsewhere);
    expect(await cards.of('case-2', 'slack')).toBeUndefined();
    expect(await cards.at('slack', 'C1/1.2')).toEqual(card);
    expect(await cards.at('discord', 'C1/1.2')).toBeUndefined();
  });

  test('keeps one card of an escalation, as it was drawn last', async () => {
    const records = await open();
    const card = await cardOf(records);
    await records.cards.keep(card);
    await records.cards.keep({ ...card, receipt: 'C1/2.3', digest: 'claimed by Mo' });
    expect(await records.cards.of('case-1', 'slack')).toMatchObject({ digest: 'claimed by Mo' });
    expect(await records.cards.at('slack', 'C1/1.2')).toBeUndefined();
  });

  test('finds the cards whose conversation was changed since they were drawn', async () => {
    const records = await open();
    const card = await cardOf(records);
    passTo(records, Date.now() + minute);
    await records.cards.keep(card);
    expect(await records.cards.behind('slack')).toEqual([]);
    passTo(records, Date.now() - minute);
    await records.cards.keep(card);
    expect(await records.cards.behind('slack')).toEqual([card]);
    expect(await records.cards.behind('discord')).toEqual([]);
  });

  test('and those whose conversation was changed while they were being drawn', async () => {
    const records = await open();
    const card = await cardOf(records);
    await records.conversations.change(card.conversationId, () => ({
      result: undefined,
      say: [botSays('one more word')],
    }));
    passTo(records, Date.now() + 10_000);
    await records.cards.keep(card);
    expect(await records.cards.behind('slack')).toEqual([card]);
  });
}

/** Conversations note by the machine's clock when they were changed. */
function passTo({ clock }: RecordsUnderTest, now: number): void {
  clock.pass(now - clock.now());
}

async function cardOf(records: RecordsUnderTest): Promise<Card> {
  const { id: conversationId } = await converse(records);
  const digest = 'waits for a person';
  return { escalationId: 'case-1', conversationId, channel: 'slack', receipt: 'C1/1.2', digest };
}
