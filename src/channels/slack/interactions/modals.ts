/** Dialogs in which an agent writes to a customer or about them, and passes a case on. */
import type { types } from '@slack/bolt';
import { makePacket } from '../../../desk/packet.ts';
import type { Conversation } from '../../../desk/types.ts';
import type { KnownBlock } from '../blocks.ts';
import { clip, clipLine } from '../case-words.ts';
import { views } from './ids.ts';

export type Modal = types.ModalView;

/** The one thing that is written in a dialog, and the choice of whom a case goes to. */
export const fields = {
  words: { block_id: 'words', action_id: 'words' },
  to: { block_id: 'to', action_id: 'to' },
} as const;

/** What Slack's input holds. */
export const longestWords = 3_000;

export function drawReply(conversation: Conversation, customer: string): Modal {
  const name = clipLine(customer, 60);
  return {
    ...frame(views.reply, conversation.id, 'Reply to the customer', 'Send'),
    blocks: [
      ...lastWords(conversation, name),
      input('Your reply', `${name} reads this with your name above it.`, 'required'),
    ],
  };
}

export function drawNote(conversation: Conversation): Modal {
  return {
    ...frame(views.note, conversation.id, 'Note for the team', 'Keep'),
    blocks: [
      input('Your note', 'This stays with the team; the customer never sees it.', 'required'),
    ],
  };
}

/** `people`: whom the case can go to. */
export function drawTransfer(
  conversation: Conversation,
  people: readonly string[],
  queue: 'with_queue' | 'without_queue',
): Modal {
  const options = [
    ...(queue === 'with_queue' ? [option('The queue, for whoever is free', queueValue)] : []),
    ...people.map((name) => option(name, writePerson(name))),
  ].slice(0, mostOptions);
  const note = 'Only the team sees it.';
  return {
    ...frame(views.transfer, conversation.id, 'Transfer the case', 'Transfer'),
    blocks: [
      {
        type: 'input',
        block_id: fields.to.block_id,
        label: plain('To'),
        element: {
          type: 'static_select',
          action_id: fields.to.action_id,
          placeholder: plain('Choose who takes over'),
          options,
        },
      },
      input('Note', note, 'optional'),
    ],
  };
}

/** Null for the queue; undefined where nothing was chosen. */
export function readPerson(value: string | undefined): string | null | undefined {
  if (value === queueValue) return null;
  return value?.startsWith(personPrefix) ? value.slice(personPrefix.length) : undefined;
}

/** Whether a name fits into a choice of Slack's. */
export function canBeChosen(name: string): boolean {
  return writePerson(name).length <= longestValue;
}

const queueValue = 'queue';
const personPrefix = 'person ';
const longestValue = 150;
const mostOptions = 100;

function writePerson(name: string): string {
  return `${personPrefix}${name}`;
}

function frame(callbackId: string, conversationId: string, title: string, submit: string) {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: conversationId,
    title: plain(title),
    submit: plain(submit),
    close: plain('Cancel'),
  } as const;
}

function lastWords(conversation: Conversation, name: string): KnownBlock[] {
  const { lastMessage } = makePacket(conversation);
  const text = clip(lastMessage, 1_000);
  if (text === '') return [];
  return [
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [{ type: 'text', text: `${name} wrote`, style: { bold: true } }],
        },
        { type: 'rich_text_quote', elements: [{ type: 'text', text }] },
      ],
    },
  ];
}

function input(label: string, hint: string, need: 'required' | 'optional'): KnownBlock {
  return {
    type: 'input',
    block_id: fields.words.block_id,
    label: plain(label),
    hint: plain(hint),
    optional: need === 'optional',
    element: {
      type: 'plain_text_input',
      action_id: fields.words.action_id,
      multiline: true,
      max_length: longestWords,
    },
  };
}

function option(text: string, value: string) {
  return { text: plain(clipLine(text, 75)), value };
}

function plain(text: string) {
  return { type: 'plain_text', text } as const;
}
