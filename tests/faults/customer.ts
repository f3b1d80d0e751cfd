/** A customer of a running bot, over HTTP. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatView } from '../../src/web/chat-view.ts';

export async function openCustomer(url: string, former = '') {
  let server = url;
  const request = (path: string, body?: object) =>
    fetch(`${server}/api/chat${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
  let token = former;
  if (!token) token = ((await (await request('/start', {})).json()) as { token: string }).token;
  return {
    token,
    /** After a start on another port. */
    moveTo(other: string): void {
      server = other;
    },
    async write(text: string, id: string = randomUUID()): Promise<number> {
      return (await request('/messages', { id, text })).status;
    },
    async see(): Promise<ChatView> {
      return (await (await request('')).json()) as ChatView;
    },
    /** Reads until this many messages of the bot are there, then a little longer. */
    async answers(count: number): Promise<readonly string[]> {
      const answers = async () =>
        (await this.see()).messages.flatMap(({ from, html }) =>
          from === 'customer' ? [] : [html ?? ''],
        );
      const until = Date.now() + 10_000;
      while ((await answers()).length < count && Date.now() < until) await sleep(20);
      await sleep(100);
      return answers();
    },
  };
}
