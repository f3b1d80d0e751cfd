/** What the desk shows of a thread with several people, files, and words that were changed. */
import { expect, test } from 'vitest';
import type { IncomingMessage } from '../../src/desk/incoming.ts';
import type { DeskConversation, QueueEntry } from '../../src/web/desk-view.ts';
import { accept } from '../contracts/claims.ts';
import { escalation, exchange, sender } from '../desk/build.ts';
import { openWeb } from './open-web.ts';

async function openDesk() {
  const web = await openWeb();
  const maria = await web.agent('Maria');
  const { inbox } = web.records;
  const writes = (parts: Partial<IncomingMessage>) => accept({ inbox }, parts);
  const { conversationId: id } = await writes({ externalId: 'q1', text: 'How do I export?' });
  const intake = web.channel.intake();
  if (!intake) throw new Error('the channel takes no messages');
  return {
    web,
    maria,
    id,
    writes,
    intake,
    see: async () => (await (await maria.get(`conversations/${id}`)).json()) as DeskConversation,
    entry: async () => ((await (await maria.get('queue')).json()) as QueueEntry[])[0],
  };
}

const place = { channel: 'web', address: 'thread-1', externalId: 'q1' } as const;

test('tells a bystander from the customer', async () => {
  const { writes, see, entry } = await openDesk();
  await writes({ externalId: 'b1', author: sender('bo', 'Bo'), text: 'Same here' });
  expect((await see()).messages.map(({ from, name }) => [from, name])).toEqual([
    ['customer', 'Ada'],
    ['bystander', 'Bo'],
  ]);
  expect((await see()).packet.lastMessage).toBe('How do I export?');
  expect((await entry())?.lastLine).toEqual({ from: 'bystander', text: 'Same here' });
});

test('shows that words were edited, and the new ones', async () => {
  const { intake, see } = await openDesk();
  expect((await see()).messages[0]?.changed).toBeNull();
  await intake.revise({ ...place, text: 'How do I import?' });
  const { messages, packet } = await see();
  expect(messages[0]).toMatchObject({ text: 'How do I import?', changed: 'edited' });
  expect(packet.firstQuestion).toBe('How do I import?');
});

test('shows that a message was deleted, and nothing of it', async () => {
  const { web, id, intake, writes, see, entry } = await openDesk();
  await writes({ externalId: 'q2', text: 'As CSV, please', attachments: ['plan.pdf'] });
  await web.write(id, {
    exchange: exchange({ id: 'e1', conversationId: id, question: 'As CSV, please' }),
  });
  await web.records.write((trx) =>
    trx
      .updateTable('messages')
      .set({ exchange_id: 'e1' })
      .where('external_id', '=', 'q2')
      .execute(),
  );
  await intake.retract({ ...place, externalId: 'q2' });
  const seen = await see();
  expect(seen.messages[1]).toMatchObject({ text: '', files: [], changed: 'deleted' });
  expect(seen.packet).toMatchObject({ lastMessage: 'How do I export?', tried: [] });
  expect((await entry())?.lastLine?.text).toBe('How do I export?');
  expect(JSON.stringify(seen)).not.toMatch(/CSV|plan\.pdf/);
});

test('names the files that came with a message', async () => {
  const { writes, see, entry } = await openDesk();
  await writes({ externalId: 'q2', text: '', attachments: ['screen.png', 'app.log'] });
  const { messages, packet } = await see();
  expect(messages.map(({ files }) => files)).toEqual([[], ['screen.png', 'app.log']]);
  expect(packet.lastMessage).toBe('screen.png, app.log');
  expect((await entry())?.lastLine?.text).toBe('screen.png, app.log');
});

test('asks whether a person was needed, keeps what an agent says, and shows it to all', async () => {
  const { web, maria, id, see } = await openDesk();
  const judge = (verdict: string) => maria.post(`conversations/${id}/judge`, { verdict });
  expect((await judge('needed')).status).toBe(409);
  await web.write(id, { holder: { kind: 'queue' }, escalation: escalation() });
  expect((await see()).escalation?.asksVerdict).toEqual({ verdict: null });
  expect((await judge('too_late')).status).toBe(200);
  expect((await see()).escalation?.asksVerdict).toEqual({ verdict: 'too_late' });
  expect((await judge('perhaps')).status).toBe(400);
  expect((await web.app.request(`/api/desk/conversations/${id}/judge`)).status).toBe(401);
  const owner = await web.agent('Olga', 'owner');
  expect(await (await owner.get('audit')).json()).toContainEqual(
    expect.objectContaining({ actor: 'Maria', action: 'judged as too late', subject: id }),
  );
});

test('asks nothing of a case that an agent took from the bot unasked', async () => {
  const { maria, id, see } = await openDesk();
  await maria.post(`conversations/${id}/claim`);
  expect((await see()).escalation).toMatchObject({ agent: 'Maria', asksVerdict: null });
});
