/** Rejects the blocks that Slack rejects: https://docs.slack.dev/reference/block-kit/blocks */
import { readBlocks } from '../read-message.ts';
import type { Block, Json } from '../types.ts';
import { checkElement } from './check-elements.ts';
import { checkRichText } from './check-rich-text.ts';
import {
  checkKeys,
  checkList,
  checkOptional,
  checkString,
  checkText,
  checkUrl,
  collectFaults,
  type Faulty,
  isObject,
} from './pointer.ts';

export type Surface = 'message' | 'modal' | 'home';

/** What Slack would say against these blocks; nothing where it takes them. */
export function faultsOfBlocks(blocks: unknown, surface: Surface): readonly string[] {
  const faulty = collectFaults();
  const max = surface === 'message' ? 50 : 100;
  const all = checkList(faulty, blocks, '/blocks', { min: 0, max });
  for (const [index, block] of all.entries())
    checkBlock(faulty, block, `/blocks/${index}`, surface);
  const valid = all.filter(isObject);
  checkUnique(faulty, valid);
  const markdown = valid.filter(({ type }) => type === 'markdown');
  const length = markdown.reduce((sum, { text }) => sum + String(text).length, 0);
  if (length > 12_000) faulty.add('must be less than 12001 characters', '/blocks');
  if (valid.filter(({ type }) => type === 'table').length > 1)
    faulty.add('only_one_table_allowed', '/blocks');
  return faulty.messages;
}

/** Measured at about 13,200 characters: https://github.com/slackapi/bolt-js/issues/2509 */
export const areBlocksTooLong = (blocks: readonly Block[]): boolean =>
  readBlocks(blocks).length > 13_200;

type Check = (faulty: Faulty, block: Json, pointer: string) => void;

const checks: Readonly<Record<string, { fields: readonly string[]; check: Check }>> = {
  divider: { fields: [], check: () => {} },
  section: {
    fields: ['text', 'fields', 'accessory', 'expand'],
    check: (faulty, block, pointer) => {
      if (block.text === undefined && block.fields === undefined)
        faulty.add('missing required field: text', pointer);
      if (block.text !== undefined)
        checkText(faulty, block.text, `${pointer}/text`, { max: 3_000 });
      if (block.fields !== undefined) {
        const all = checkList(faulty, block.fields, `${pointer}/fields`, { max: 10 });
        for (const [index, field] of all.entries())
          checkText(faulty, field, `${pointer}/fields/${index}`, { max: 2_000 });
      }
      if (isObject(block.accessory) && block.accessory.type === 'image')
        checkImage(faulty, block.accessory, `${pointer}/accessory`);
      else if (block.accessory !== undefined)
        checkElement(faulty, block.accessory, `${pointer}/accessory`, 'section');
    },
  },
  header: {
    fields: ['text', 'level'],
    check: (faulty, block, pointer) =>
      checkText(faulty, block.text, `${pointer}/text`, { max: 150, plain: true }),
  },
  markdown: {
    fields: ['text'],
    check: (faulty, block, pointer) =>
      checkString(faulty, block.text, `${pointer}/text`, { max: 12_000 }),
  },
  context: {
    fields: ['elements'],
    check: (faulty, block, pointer) => {
      const all = checkList(faulty, block.elements, `${pointer}/elements`, { max: 10 });
      for (const [index, element] of all.entries()) {
        const at = `${pointer}/elements/${index}`;
        if (isObject(element) && element.type === 'image') checkImage(faulty, element, at);
        else checkText(faulty, element, at, { max: 3_000 });
      }
    },
  },
  actions: { fields: ['elements'], check: checkActions('actions', 25) },
  context_actions: { fields: ['elements'], check: checkActions('context_actions', 5) },
  image: {
    fields: ['image_url', 'alt_text', 'title', 'slack_file'],
    check: (faulty, block, pointer) => {
      checkImage(faulty, block, pointer);
      if (block.title !== undefined)
        checkText(faulty, block.title, `${pointer}/title`, { max: 2_000, plain: true });
    },
  },
  input: {
    fields: ['label', 'element', 'hint', 'optional', 'dispatch_action'],
    check: (faulty, block, pointer) => {
      checkText(faulty, block.label, `${pointer}/label`, { max: 2_000, plain: true });
      if (block.hint !== undefined)
        checkText(faulty, block.hint, `${pointer}/hint`, { max: 2_000, plain: true });
      checkElement(faulty, block.element, `${pointer}/element`, 'input');
    },
  },
  rich_text: { fields: ['elements'], check: checkRichText },
  table: { fields: ['rows', 'column_settings'], check: checkTable },
};

function checkBlock(faulty: Faulty, block: unknown, pointer: string, surface: Surface): void {
  const type = isObject(block) ? String(block.type) : '';
  const found = checks[type];
  const fits = surface === 'message' || !['markdown', 'table', 'context_actions'].includes(type);
  if (!isObject(block) || found === undefined || !fits) {
    faulty.add(`unsupported type: ${type}`, `${pointer}/type`);
    return;
  }
  checkKeys(faulty, block, pointer, ['type', 'block_id', ...found.fields]);
  checkOptional(faulty, block.block_id, `${pointer}/block_id`, { max: 255 });
  found.check(faulty, block, pointer);
}

function checkActions(parent: 'actions' | 'context_actions', max: number): Check {
  return (faulty, block, pointer) => {
    const all = checkList(faulty, block.elements, `${pointer}/elements`, { max });
    for (const [index, element] of all.entries())
      checkElement(faulty, element, `${pointer}/elements/${index}`, parent);
    const ids = all.map((element) => (isObject(element) ? element.action_id : undefined));
    for (const [index, id] of ids.entries()) {
      if (id !== undefined && ids.indexOf(id) < index)
        faulty.add(`\`action_id\` ${String(id)} already exists`, `${pointer}/elements/${index}`);
    }
  };
}

function checkImage(faulty: Faulty, image: Json, pointer: string): void {
  if (image.slack_file === undefined) checkUrl(faulty, image.image_url, `${pointer}/image_url`);
  checkString(faulty, image.alt_text, `${pointer}/alt_text`, { max: 2_000, min: 0 });
}

/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
function checkTable(faulty: Faulty, block: Json, pointer: string): void {
  const rows = checkList(faulty, block.rows, `${pointer}/rows`, { max: 100 });
  const width = Array.isArray(rows[0]) ? rows[0].length : 0;
  for (const [index, row] of rows.entries()) {
    const at = `${pointer}/rows/${index}`;
    const cells = checkList(faulty, row, at, { max: 20 });
    if (cells.length !== width) faulty.add('all rows must have the same number of cells', at);
    for (const [column, cell] of cells.entries()) checkCell(faulty, cell, `${at}/${column}`);
  }
  if (block.column_settings !== undefined)
    checkList(faulty, block.column_settings, `${pointer}/column_settings`, { min: 0, max: 20 });
}

function checkCell(faulty: Faulty, cell: unknown, pointer: string): void {
  if (isObject(cell) && cell.type === 'rich_text') {
    checkRichText(faulty, cell, pointer);
    return;
  }
  if (isObject(cell) && cell.type === 'raw_number') return;
  if (!isObject(cell) || cell.type !== 'raw_text') {
    faulty.add('unsupported type', `${pointer}/type`);
    return;
  }
  checkString(faulty, cell.text, `${pointer}/text`, { max: 10_000 });
}

function checkUnique(faulty: Faulty, blocks: readonly Json[]): void {
  const ids = blocks.map(({ block_id }) => block_id);
  for (const [index, id] of ids.entries()) {
    if (id !== undefined && ids.indexOf(id) < index)
      faulty.add(`\`block_id\` ${String(id)} already exists`, `/blocks/${index}`);
  }
}
