/** Block Kit, drawn. */
import { Control } from './controls.js';
import { html } from './html.js';
import { Emoji, Link, Mention } from './inline.js';
import { Markdown } from './markdown.js';
import { Mrkdwn } from './mrkdwn.js';

/** `press(actionId, value)` is what a control does; a modal passes the fields it gathers. */
export const Blocks = ({ blocks, press, fields }) =>
  blocks.map(
    (block) => html`<div class="block block-${block.type}" key=${block.block_id}>
      <${Block} block=${block} press=${press} fields=${fields} />
    </div>`,
  );

function Block({ block, press, fields }) {
  switch (block.type) {
    case 'section':
      return html`<div class="section-text">
          ${block.text && html`<${Text} value=${block.text} />`}
          ${block.fields && html`<div class="fields">${block.fields.map((each) => html`<div><${Text} value=${each} /></div>`)}</div>`}
        </div>
        ${block.accessory && html`<${Element} value=${block.accessory} press=${press} />`}`;
    case 'header':
      return html`<h3><${Text} value=${block.text} /></h3>`;
    case 'divider':
      return html`<hr />`;
    case 'context':
      return block.elements.map(
        (each) => html`<span><${Element} value=${each} press=${press} /></span>`,
      );
    case 'actions':
    case 'context_actions':
      return block.elements.map((each) => html`<${Control} value=${each} press=${press} />`);
    case 'markdown':
      return html`<${Markdown} text=${block.text} />`;
    case 'rich_text':
      return html`<${RichText} block=${block} />`;
    case 'table':
      return html`<${Table} block=${block} />`;
    case 'image':
      return html`<span class="image">Image: ${block.alt_text}</span>`;
    case 'input':
      return html`<${Input} block=${block} fields=${fields} />`;
    case 'task_card':
      return html`<span>${block.status === 'complete' ? '✓' : '…'} ${block.title}</span>`;
    default:
      return html`<span class="muted">[${block.type}] ${block.title?.text ?? block.title ?? ''}</span>`;
  }
}

export function Text({ value }) {
  if (value.type === 'mrkdwn') return html`<${Mrkdwn} text=${value.text} />`;
  return value.text
    .split(/:([\w+-]+):/)
    .map((part, index) => (index % 2 === 1 ? html`<${Emoji} name=${part} />` : part));
}

function Element({ value, press }) {
  if (value.type === 'image') return html`<span class="image">Image: ${value.alt_text}</span>`;
  if (value.type === 'mrkdwn' || value.type === 'plain_text')
    return html`<${Text} value=${value} />`;
  return html`<${Control} value=${value} press=${press} />`;
}

function Input({ block, fields }) {
  const error = fields.errors[block.block_id];
  return html`<label>
    <span class="label">${block.label.text}${block.optional && html`<small> (optional)</small>`}</span>
    <${Control} value=${block.element} fields=${fields} blockId=${block.block_id} />
    ${block.hint && html`<small>${block.hint.text}</small>`}
    ${error && html`<small class="error" role="alert">${error}</small>`}
  </label>`;
}

function Table({ block }) {
  const [head, ...rows] = block.rows;
  const cell = (value) =>
    value.type === 'rich_text' ? html`<${RichText} block=${value} />` : String(value.text);
  const align = (index) => `align-${block.column_settings?.[index]?.align ?? 'left'}`;
  return html`<table>
    <thead><tr>${head.map((each, at) => html`<th class=${align(at)}>${cell(each)}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${row.map((each, at) => html`<td class=${align(at)}>${cell(each)}</td>`)}</tr>`)}</tbody>
  </table>`;
}

const RichText = ({ block }) => block.elements.map((part) => html`<${RichPart} part=${part} />`);

function RichPart({ part }) {
  const inside = () => part.elements.map((each) => html`<${Piece} piece=${each} />`);
  switch (part.type) {
    case 'rich_text_preformatted':
      return html`<pre>${inside()}</pre>`;
    case 'rich_text_quote':
      return html`<blockquote class="rich">${inside()}</blockquote>`;
    case 'rich_text_list': {
      const items = part.elements.map((each) => html`<li><${RichPart} part=${each} /></li>`);
      const indent = `indent-${part.indent ?? 0}`;
      return part.style === 'ordered'
        ? html`<ol class=${indent} start=${(part.offset ?? 0) + 1}>${items}</ol>`
        : html`<ul class=${indent}>${items}</ul>`;
    }
    default:
      return html`<div class="rich">${inside()}</div>`;
  }
}

function Piece({ piece }) {
  const { style = {} } = piece;
  let drawn = drawPiece(piece);
  if (style.code) drawn = html`<code>${drawn}</code>`;
  if (style.bold) drawn = html`<b>${drawn}</b>`;
  if (style.italic) drawn = html`<i>${drawn}</i>`;
  if (style.strike) drawn = html`<s>${drawn}</s>`;
  return drawn;
}

function drawPiece(piece) {
  switch (piece.type) {
    case 'user':
      return html`<${Mention} token=${`@${piece.user_id}`} />`;
    case 'usergroup':
      return html`<${Mention} token=${`!subteam^${piece.usergroup_id}`} />`;
    case 'broadcast':
      return html`<${Mention} token=${`!${piece.range}`} />`;
    case 'channel':
      return html`<${Mention} token=${`#${piece.channel_id}`} />`;
    case 'emoji':
      return html`<${Emoji} name=${piece.name} />`;
    case 'link':
      return html`<${Link} url=${piece.url}>${piece.text ?? piece.url}<//>`;
    default:
      return piece.text ?? piece.fallback ?? '';
  }
}
