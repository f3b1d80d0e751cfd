/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
import type { Json } from '../types.ts';
import { checkKeys, checkList, checkString, type Faulty, isObject } from './pointer.ts';

export function checkRichText(faulty: Faulty, block: Json, pointer: string): void {
  checkKeys(faulty, block, pointer, ['type', 'block_id', 'elements']);
  const parts = checkList(faulty, block.elements, `${pointer}/elements`, { min: 0, max: 1_000 });
  for (const [index, part] of parts.entries()) {
    checkPart(faulty, part, `${pointer}/elements/${index}`, Object.keys(fieldsOfPart));
  }
}

const fieldsOfPart: Readonly<Record<string, readonly string[]>> = {
  rich_text_section: ['type', 'elements'],
  rich_text_preformatted: ['type', 'elements', 'border', 'language'],
  rich_text_quote: ['type', 'elements', 'border'],
  rich_text_list: ['type', 'elements', 'style', 'indent', 'offset', 'border'],
};

function checkPart(
  faulty: Faulty,
  part: unknown,
  pointer: string,
  allowed: readonly string[],
): void {
  const type = isObject(part) ? String(part.type) : '';
  if (!isObject(part) || !allowed.includes(type)) {
    faulty.add(`unsupported type: ${type}`, `${pointer}/type`);
    return;
  }
  checkKeys(faulty, part, pointer, fieldsOfPart[type] ?? []);
  const elements = checkList(faulty, part.elements, `${pointer}/elements`, { min: 0, max: 1_000 });
  if (type !== 'rich_text_list') {
    for (const [index, element] of elements.entries())
      checkElement(faulty, element, `${pointer}/elements/${index}`, type);
    return;
  }
  if (part.style !== 'bullet' && part.style !== 'ordered')
    faulty.add('must be one of: bullet, ordered', `${pointer}/style`);
  if (part.indent !== undefined && !(Number(part.indent) >= 0 && Number(part.indent) <= 8))
    faulty.add('must be between 0 and 8', `${pointer}/indent`);
  for (const [index, item] of elements.entries())
    checkPart(faulty, item, `${pointer}/elements/${index}`, ['rich_text_section']);
}

/** The fields of each inline element; the first is required. */
const inline: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'style'],
  link: ['url', 'text', 'style', 'unsafe'],
  emoji: ['name', 'unicode', 'skin_tone', 'style', 'display_url'],
  user: ['user_id', 'style'],
  usergroup: ['usergroup_id', 'style'],
  channel: ['channel_id', 'style'],
  broadcast: ['range', 'style'],
  color: ['value', 'style'],
  date: ['timestamp', 'format', 'url', 'fallback', 'style'],
  team: ['team_id', 'style'],
};

const styles = ['bold', 'italic', 'strike', 'code', 'highlight', 'client_highlight', 'unlink'];

function checkElement(faulty: Faulty, element: unknown, pointer: string, parent: string): void {
  const type = isObject(element) ? String(element.type) : '';
  const fields = inline[type];
  const fits = parent !== 'rich_text_preformatted' || type === 'text' || type === 'link';
  if (!isObject(element) || fields === undefined || !fits) {
    faulty.add(`unsupported type: ${type}`, `${pointer}/type`);
    return;
  }
  checkKeys(faulty, element, pointer, ['type', ...fields]);
  const [required = ''] = fields;
  if (required === 'timestamp') {
    if (typeof element.timestamp !== 'number')
      faulty.add('must be a number', `${pointer}/timestamp`);
  } else checkString(faulty, element[required], `${pointer}/${required}`, { max: 40_000 });
  if (element.style === undefined) return;
  if (!isObject(element.style)) {
    faulty.add('must be an object', `${pointer}/style`);
    return;
  }
  checkKeys(faulty, element.style, `${pointer}/style`, [...styles, 'underline']);
}
