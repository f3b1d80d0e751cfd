import { describe, expect, test } from 'vitest';
import { minute } from '../held-clock.ts';
import { draft, feeling } from './build.ts';
import { answerTo, noAnswer, openDesk } from './open-desk.ts';

describe('a turn, from the words to the record', () => {
  test('is answered once, with its source, and recorded once', async () => {
    const desk = await openDesk();
    expect(await desk.hears('How do I pay?')).toEqual(['The article on “How do I pay?”.']);
    const { messages, exchanges, holder } = await desk.conversation();
    expect(messages[1]).toMatchObject({
      citations: answerTo('How do I pay?').citations,
      delivery: 'delivered',
      exchangeId: exchanges[0]?.id,
    });
    expect(exchanges).toMatchObject([
      { question: 'How do I pay?', outcome: 'answered', rule: 'question', confidence: 0.9 },
    ]);
    expect(holder).toEqual({ kind: 'bot' });
  });

  test('says that no article answers, and brings a person where the customer says yes', async () => {
    const question = 'Do you sell boats?';
    const desk = await openDesk({ drafts: { [question]: noAnswer } });
    const [unknown] = await desk.hears(question);
    expect(unknown).toMatch(/no article|nothing|not find|cannot find|could not find|none/i);
    const [handOver] = await desk.hears('yes please');
    expect(handOver).toMatch(/bringing in a person.*notified the team/s);
    expect((await desk.conversation()).holder).toEqual({ kind: 'queue' });
  });

  test('offers a person when the customer asks twice and hands over when they ask again', async () => {
    const desk = await openDesk({
      drafts: {
        'How do I export my invoices?': draft(),
        'How can I export the invoices?': draft(),
        'How do I export my invoices, please?': draft(),
      },
    });
    expect(await desk.hears('How do I export my invoices?')).toEqual([draft().text]);
    const [offer] = await desk.hears('How can I export the invoices?');
    expect(offer).not.toContain(draft().text);
    expect(offer).toMatch(/person|someone|colleague/i);
    await desk.hears('How do I export my invoices, please?');
    expect((await desk.conversation()).escalation).toMatchObject({
      state: 'waiting',
      rule: 'asked_again',
    });
  });

  test('hands over when a customer is very upset, with the answer that was not sent', async () => {
    const words = 'This is outrageous, where is my refund?';
    const desk = await openDesk({ feelings: { [words]: feeling('anger', 0.9) } });
    const lines = await desk.hears(words);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('The article on');
    const { messages, exchanges, escalation } = await desk.conversation();
    expect(messages.find(({ kind }) => kind === 'withheld')?.text).toBe(answerTo(words).text);
    expect(escalation).toMatchObject({ rule: 'upset', state: 'waiting' });
    expect(exchanges).toMatchObject([{ outcome: 'handed_over', rule: 'upset', citations: [] }]);
  });

  test('a failed answer brings a person, and the customer is told', async () => {
    const desk = await openDesk({ drafts: { 'Why?': new Error('the index is gone') } });
    const lines = await desk.hears('Why?');
    expect(lines).toEqual([expect.stringMatching(/could not finish.*bringing in a person/)]);
    expect(desk.failures).toHaveLength(1);
    expect((await desk.conversation()).holder).toEqual({ kind: 'queue' });
  });

  test('a feeling that cannot be read silences nobody', async () => {
    const desk = await openDesk();
    const broken = { read: () => Promise.reject(new Error('the sensor is broken')) };
    await desk.accepts('How do I pay?');
    await desk.answers({ feeling: broken });
    await desk.sends();
    expect(desk.channel.screen()).toEqual(['The article on “How do I pay?”.']);
    expect(desk.failures).toHaveLength(1);
  });

  test('is given to a person where it has brought the bot down three times', async () => {
    const desk = await openDesk();
    await desk.accepts('a question that kills');
    for (let crash = 0; crash < 3; crash += 1) {
      expect(await desk.records.inbox.claim(desk.claim())).toMatchObject({ attempt: crash });
      desk.clock.pass(2_000);
    }
    await desk.answers();
    await desk.sends();
    expect(desk.channel.screen()).toEqual([expect.stringMatching(/bringing in a person/)]);
  });

  test('is given to a person where anything of it fails again and again', async () => {
    const desk = await openDesk();
    await desk.accepts('How do I pay?');
    const broken = {
      topics: () => {
        throw new Error('the articles cannot be listed');
      },
    };
    for (let tries = 0; tries < 3; tries += 1) {
      await expect(desk.answers(broken)).rejects.toThrow(/cannot be listed/);
      desk.clock.pass(1_000);
    }
    await desk.answers(broken);
    await desk.sends();
    expect(desk.channel.screen()).toEqual([expect.stringMatching(/bringing in a person/)]);
    expect((await desk.conversation()).exchanges).toMatchObject([{ rule: 'failed' }]);
  });

  test('is given up without a word where a person has the conversation already', async () => {
    const desk = await openDesk();
    await desk.hears('hello');
    await desk.desk.claim((await desk.conversation()).id, 'Mo');
    await desk.sends();
    const before = desk.channel.screen();
    await desk.accepts('a question that kills');
    for (let crash = 0; crash < 3; crash += 1) {
      await desk.records.inbox.claim(desk.claim());
      desk.clock.pass(2_000);
    }
    await desk.answers();
    await desk.sends();
    expect(desk.channel.screen()).toEqual(before);
    expect((await desk.conversation()).holder).toEqual({ kind: 'person', agent: 'Mo' });
  });

  test('is recorded without the e-mail address, the card and the key that the customer wrote', async () => {
    const desk = await openDesk();
    const asked = 'I am ada@example.com, my card is 4111 1111 1111 1111, why was it declined?';
    await desk.hears(asked);
    const { exchanges, messages } = await desk.conversation();
    expect(JSON.stringify(exchanges)).not.toMatch(/ada@example|4111/);
    expect(exchanges[0]?.question).toContain('why was it declined?');
    expect(messages[0]?.text).toContain('ada@example.com');
  });
});

describe('a person who takes over while the bot is writing', () => {
  async function interrupted(act: (desk: Awaited<ReturnType<typeof openDesk>>) => Promise<void>) {
    const desk = await openDesk();
    await desk.accepts('How do I pay?');
    await desk.answers({
      answerer: {
        async draft({ text }) {
          await act(desk);
          return answerTo(text);
        },
      },
    });
    await desk.sends();
    return desk;
  }

  test('is never talked over: the late answer is shown to them alone', async () => {
    const desk = await interrupted(async ({ desk, conversation }) => {
      await desk.claim((await conversation()).id, 'Mo');
    });
    expect(desk.channel.screen()).toEqual([expect.stringMatching(/^Mo is taking over/)]);
    const { messages, exchanges } = await desk.conversation();
    expect(messages.find(({ kind }) => kind === 'withheld')?.text).toBe(
      answerTo('How do I pay?').text,
    );
    expect(exchanges).toMatchObject([
      { outcome: 'handed_over', rule: 'superseded', answer: '', citations: [] },
    ]);
  });

  test('nor is a customer who pressed "Talk to a person" given the late answer', async () => {
    const desk = await interrupted(async ({ desk, conversation }) => {
      await desk.customer.askForPerson((await conversation()).id);
    });
    expect(desk.channel.screen().join('\n')).not.toContain('The article on');
    expect((await desk.conversation()).holder).toEqual({ kind: 'queue' });
  });

  test('may hand back before the answer is ready: the turn is thought through again', async () => {
    const desk = await interrupted(async ({ desk, conversation }) => {
      const { id } = await conversation();
      await desk.claim(id, 'Mo');
      await desk.handBack(id, 'Mo');
    });
    expect((await desk.conversation()).exchanges).toEqual([]);
    await desk.answers();
    await desk.sends();
    expect(desk.channel.screen().at(-1)).toBe('The article on “How do I pay?”.');
    expect((await desk.conversation()).exchanges).toHaveLength(1);
  });
});

describe('while the queue has the conversation', () => {
  async function waiting() {
    const desk = await openDesk();
    await desk.hears('I want to talk to a person');
    return desk;
  }

  test('the bot acknowledges once and keeps what is written for the person', async () => {
    const desk = await waiting();
    const [first, ...more] = await desk.hears('It is about my invoice');
    expect(first).toMatch(/added this for the person/);
    expect(more).toEqual([]);
    expect(await desk.hears('It is number 7')).toEqual([]);
    expect(await desk.hears('Thanks')).toEqual([]);
    const { messages, exchanges } = await desk.conversation();
    const said = messages.filter(({ author }) => author.kind === 'customer');
    expect(said.map(({ text }) => text)).toContain('It is number 7');
    expect(exchanges).toHaveLength(4);
  });

  test('it answers when asked to, and the case stays in the queue', async () => {
    const desk = await waiting();
    expect(await desk.hears('@bot how do I pay?')).toEqual(['The article on “how do I pay?”.']);
    expect((await desk.conversation()).holder).toEqual({ kind: 'queue' });
  });

  test('it comes back for good when the customer prefers it', async () => {
    const desk = await waiting();
    const [back] = await desk.hears('never mind the person');
    expect(back).toMatch(/back with you/);
    const { holder, escalation } = await desk.conversation();
    expect(holder).toEqual({ kind: 'bot' });
    expect(escalation).toMatchObject({ state: 'handed_back' });
    expect(await desk.hears('How do I pay?')).toEqual(['The article on “How do I pay?”.']);
  });

  test('it acknowledges anew after a case was passed on to the queue again', async () => {
    const desk = await waiting();
    await desk.hears('First words');
    const { id } = await desk.conversation();
    await desk.records.people.invite('Mo', 'agent', 'test');
    await desk.desk.claim(id, 'Mo');
    desk.clock.pass(minute);
    await desk.desk.transfer(id, 'Mo', null, '');
    await desk.sends();
    expect(await desk.hears('Still me')).toEqual([expect.stringMatching(/added this/)]);
  });
});
