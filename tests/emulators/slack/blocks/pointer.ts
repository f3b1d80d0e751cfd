/** Collects what Slack would object to, each with the place in the JSON where it stands. */
import type { Json } from '../types.ts';

export interface Faulty {
  readonly messages: string[];
  add(what: string, pointer: string): void;
}

export function collectFaults(): Faulty {
  const messages: string[] = [];
  return {
    messages,
    add: (what, pointer) => messages.push(`[ERROR] ${what} [json-pointer:${pointer}]`),
  };
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export interface TextRule {
  readonly max: number;
  readonly plain?: boolean;
}

/** A text object: https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
export function checkText(faulty: Faulty, value: unknown, pointer: string, rule: TextRule): void {
  if (!isObject(value)) {
    faulty.add('missing required field: text', pointer);
    return;
  }
  checkKeys(faulty, value, pointer, ['type', 'text', 'emoji', 'verbatim']);
  if (value.type !== 'plain_text' && (rule.plain === true || value.type !== 'mrkdwn')) {
    faulty.add(`unsupported type: ${String(value.type)}`, `${pointer}/type`);
    return;
  }
  checkString(faulty, value.text, `${pointer}/text`, { max: rule.max });
  if (value.type === 'mrkdwn' && value.emoji !== undefined)
    faulty.add('invalid additional property: emoji', pointer);
}

export function checkString(
  faulty: Faulty,
  value: unknown,
  pointer: string,
  rule: { readonly max: number; readonly min?: number },
): void {
  if (typeof value !== 'string') {
    faulty.add('must be a string', pointer);
    return;
  }
  const min = rule.min ?? 1;
  if (value.length < min) faulty.add(`must be more than ${min - 1} characters`, pointer);
  if (value.length > rule.max) faulty.add(`must be less than ${rule.max + 1} characters`, pointer);
}

export function checkOptional(
  faulty: Faulty,
  value: unknown,
  pointer: string,
  rule: { readonly max: number; readonly min?: number },
): void {
  if (value !== undefined && value !== null) checkString(faulty, value, pointer, rule);
}

export function checkKeys(
  faulty: Faulty,
  value: Json,
  pointer: string,
  known: readonly string[],
): void {
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) faulty.add(`invalid additional property: ${name}`, pointer);
  }
}

export function checkList(
  faulty: Faulty,
  value: unknown,
  pointer: string,
  range: { readonly min?: number; readonly max: number },
): readonly unknown[] {
  if (!Array.isArray(value)) {
    faulty.add('must be an array', pointer);
    return [];
  }
  if (value.length < (range.min ?? 1))
    faulty.add(`no fewer than ${range.min ?? 1} items allowed`, pointer);
  if (value.length > range.max) faulty.add(`no more than ${range.max} items allowed`, pointer);
  return value;
}

export function checkUrl(faulty: Faulty, value: unknown, pointer: string): void {
  if (typeof value !== 'string' || value.length > 3_000 || !/^https?:\/\/\S+$/.test(value))
    faulty.add('must be a valid URL', pointer);
}
