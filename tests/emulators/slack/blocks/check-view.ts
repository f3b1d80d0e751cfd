/** https://docs.slack.dev/reference/views/modal-views */
import { faultsOfBlocks } from './check-blocks.ts';
import { checkKeys, checkOptional, checkText, collectFaults, isObject } from './pointer.ts';

const known = [
  'type',
  'title',
  'blocks',
  'submit',
  'close',
  'private_metadata',
  'callback_id',
  'clear_on_close',
  'notify_on_close',
  'external_id',
  'submit_disabled',
];

export function faultsOfView(view: unknown): readonly string[] {
  const faulty = collectFaults();
  if (!isObject(view)) {
    faulty.add('must be an object', '/view');
    return faulty.messages;
  }
  const isHome = view.type === 'home';
  if (!isHome && view.type !== 'modal')
    faulty.add(`unsupported type: ${String(view.type)}`, '/view/type');
  checkKeys(faulty, view, '/view', known);
  if (!isHome) checkText(faulty, view.title, '/view/title', { max: 24, plain: true });
  for (const name of ['submit', 'close']) {
    if (view[name] !== undefined)
      checkText(faulty, view[name], `/view/${name}`, { max: 24, plain: true });
  }
  checkOptional(faulty, view.private_metadata, '/view/private_metadata', { max: 3_000, min: 0 });
  checkOptional(faulty, view.callback_id, '/view/callback_id', { max: 255 });
  const inputs = Array.isArray(view.blocks)
    ? view.blocks.filter((block) => isObject(block) && block.type === 'input')
    : [];
  if (!isHome && inputs.length > 0 && view.submit === undefined)
    faulty.add('missing required field: submit', '/view');
  const inBlocks = faultsOfBlocks(view.blocks, isHome ? 'home' : 'modal');
  return [...faulty.messages, ...inBlocks.map((each) => each.replace(':/blocks', ':/view/blocks'))];
}
