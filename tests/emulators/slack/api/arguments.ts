/** Reads the arguments of a Web API call, form fields with JSON in them and JSON bodies alike. */
import { areBlocksTooLong, faultsOfBlocks } from '../blocks/check-blocks.ts';
import { isObject } from '../blocks/pointer.ts';
import type { Block, Json, SlackMessage } from '../types.ts';
import type { Channel, Workspace } from '../workspace.ts';

/** Answered as `{ok: false, error}`. */
export class SlackError extends Error {
  readonly code: string;
  readonly extra: Json;
  constructor(code: string, extra: Json = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

export const refuse = (code: string, messages: readonly string[] = []): never => {
  throw new SlackError(code, messages.length > 0 ? { response_metadata: { messages } } : {});
};

export function wordArg(args: Json, name: string): string | undefined {
  const value = args[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : String(value);
}

export function requiredArg(args: Json, name: string): string {
  const value = wordArg(args, name);
  if (value !== undefined && value !== '') return value;
  return refuse('invalid_arguments', [`[ERROR] missing required field: ${name}`]);
}

/** As Slack reads them: `true`, `1` and their like. */
export function flagArg(args: Json, name: string): boolean | undefined {
  const value = wordArg(args, name);
  return value === undefined ? undefined : value === 'true' || value === '1';
}

export function jsonArg(args: Json, name: string, otherwise: string): unknown {
  const value = args[name];
  if (typeof value !== 'string') return value ?? undefined;
  if (value === '') return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return refuse(otherwise);
  }
}

/** By id, by name, or a person's own, as `chat.postMessage` takes it. */
export function channelArg(workspace: Workspace, args: Json, name = 'channel'): Channel {
  const asked = wordArg(args, name) ?? '';
  const channel =
    workspace.channels.get(asked) ??
    [...workspace.channels.values()].find(
      (each) => each.kind !== 'im' && each.name === asked.replace(/^#/, ''),
    );
  if (channel === undefined) return refuse('channel_not_found');
  const isMember = channel.members.has(workspace.botUserId);
  return isMember || channel.kind === 'channel' ? channel : refuse('channel_not_found');
}

export function messageArg(channel: Channel, args: Json, name = 'ts'): SlackMessage {
  const ts = requiredArg(args, name);
  return channel.messages.get(ts) ?? refuse('message_not_found');
}

export function blocksArg(workspace: Workspace, args: Json): readonly Block[] | undefined {
  const blocks = jsonArg(args, 'blocks', 'invalid_blocks_format');
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) return refuse('invalid_blocks_format');
  const faults = faultsOfBlocks(blocks, 'message');
  if (faults.length > 0) return refuse('invalid_blocks', faults);
  return namedBlocks(workspace, blocks as Block[]);
}

/** Every block and control gets an id; a message's blocks may not be too long together. */
export function namedBlocks(workspace: Workspace, blocks: readonly Block[]): readonly Block[] {
  if (areBlocksTooLong(blocks)) refuse('msg_blocks_too_long');
  return nameBlocks(workspace, blocks);
}

export const nameBlocks = (workspace: Workspace, blocks: readonly Block[]): readonly Block[] =>
  blocks.map((block) => ({
    ...block,
    block_id: block.block_id ?? workspace.newId('b'),
    ...(Array.isArray(block.elements) && block.type !== 'rich_text' && block.type !== 'context'
      ? { elements: block.elements.map((each: Json) => nameElement(workspace, each)) }
      : {}),
    ...(isObject(block.accessory) ? { accessory: nameElement(workspace, block.accessory) } : {}),
    ...(isObject(block.element) ? { element: nameElement(workspace, block.element) } : {}),
  }));

const nameElement = (workspace: Workspace, element: Json): Json =>
  element.type === 'image' ? element : { action_id: workspace.newId('a'), ...element };

/** https://docs.slack.dev/messaging/message-metadata: an empty object takes it away. */
export function metadataArg(args: Json): Json | undefined {
  const metadata = jsonArg(args, 'metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (!isObject(metadata)) return refuse('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return metadata;
  if (typeof metadata.event_type !== 'string' || metadata.event_type === '')
    return refuse('invalid_metadata_schema', ['[ERROR] missing required field: event_type']);
  if (!isObject(metadata.event_payload))
    return refuse('invalid_metadata_schema', ['[ERROR] missing required field: event_payload']);
  for (const name of Object.keys(metadata)) {
    if (name !== 'event_type' && name !== 'event_payload') refuse('invalid_metadata_schema');
  }
  if (JSON.stringify(metadata).length > 16_384) refuse('metadata_too_large');
  return metadata;
}

export function page<T>(
  items: readonly T[],
  args: Json,
  most: number,
): { readonly items: readonly T[]; readonly nextCursor: string } {
  const cursor = wordArg(args, 'cursor');
  const start = cursor === undefined || cursor === '' ? 0 : Number(atob(cursor).replace('at:', ''));
  if (!Number.isInteger(start)) return refuse('invalid_cursor');
  const limit = Math.min(Number(wordArg(args, 'limit') ?? most), most);
  if (!(limit > 0)) return refuse('invalid_limit');
  const end = start + limit;
  return {
    items: items.slice(start, end),
    nextCursor: end < items.length ? btoa(`at:${end}`) : '',
  };
}
