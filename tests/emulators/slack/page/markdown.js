/** The markdown that Slack draws in markdown blocks and streams, as far as a bot writes it. */
import { html } from './html.js';
import { Emoji, Link, Mention } from './inline.js';

export function Markdown({ text }) {
  return blocksOf(text.split('\n'));
}

function blocksOf(lines) {
  const drawn = [];
  for (let at = 0; at < lines.length; ) {
    const [block, next] = blockAt(lines, at);
    if (block) drawn.push(block);
    at = next;
  }
  return drawn;
}

function blockAt(lines, at) {
  const line = lines[at];
  const fence = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
  if (fence) {
    const end = lines.findIndex((each, index) => index > at && each.trim().startsWith(fence));
    const stop = end < 0 ? lines.length : end;
    return [html`<pre>${lines.slice(at + 1, stop).join('\n')}</pre>`, stop + 1];
  }
  const heading = /^#{1,6}\s+(.*)$/.exec(line);
  if (heading) return [html`<h4><${Inline} text=${heading[1]} /></h4>`, at + 1];
  if (/^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line)) return [html`<hr />`, at + 1];
  if (line.trim() === '') return [null, at + 1];
  if (/^\s*>/.test(line)) {
    const stop = endOf(lines, at, (each) => /^\s*>/.test(each));
    const inner = lines.slice(at, stop).map((each) => each.replace(/^\s*> ?/, ''));
    return [html`<blockquote>${blocksOf(inner)}</blockquote>`, stop];
  }
  if (isTable(lines, at)) {
    const stop = endOf(lines, at, (each) => each.includes('|'));
    return [drawTable(lines.slice(at, stop)), stop];
  }
  const item = /^(\s*)(?:[-*+]|(\d+)[.)])\s+/.exec(line);
  if (item) return listAt(lines, at, item);
  const stop = endOf(lines, at, (each, index) => index === at || isPlain(each));
  const words = lines.slice(at, stop);
  return [
    html`<p>${words.map((each, index) => [index > 0 && html`<br />`, html`<${Inline} text=${each} />`])}</p>`,
    stop,
  ];
}

const isPlain = (line) =>
  line.trim() !== '' && !/^\s*(?:[-*+>]\s|\d+[.)]\s|#{1,6}\s|`{3}|~{3})/.test(line);
const isTable = (lines, at) =>
  lines[at].includes('|') && /^[\s|:-]*-[\s|:-]*$/.test(lines[at + 1] ?? '');

function endOf(lines, at, belongs) {
  let stop = at;
  while (stop < lines.length && belongs(lines[stop], stop)) stop += 1;
  return stop;
}

function listAt(lines, at, [mark, indent, number]) {
  const items = [];
  const isItem = (line) => {
    const found = /^(\s*)(?:[-*+]|(\d+)[.)])\s+/.exec(line);
    return found !== null && found[1].length === indent.length ? found : null;
  };
  const belongs = (line) =>
    isItem(line) || (line.trim() !== '' && /^\s+/.exec(line)?.[0].length > indent.length);
  const stop = endOf(lines, at, belongs);
  for (const line of lines.slice(at, stop)) {
    const found = isItem(line);
    if (found) items.push([line.slice(found[0].length)]);
    else items.at(-1).push(line.slice(Math.min(mark.length, line.search(/\S/))));
  }
  const drawn = items.map(
    ([first, ...rest]) => html`<li><${Inline} text=${first} />${blocksOf(rest)}</li>`,
  );
  const list =
    number === undefined ? html`<ul>${drawn}</ul>` : html`<ol start=${number}>${drawn}</ol>`;
  return [list, stop];
}

function drawTable([head, , ...rows]) {
  const cells = (row) =>
    row
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim());
  return html`<table>
    <thead><tr>${cells(head).map((cell) => html`<th><${Inline} text=${cell} /></th>`)}</tr></thead>
    <tbody>
      ${rows.map((row) => html`<tr>${cells(row).map((cell) => html`<td><${Inline} text=${cell} /></td>`)}</tr>`)}
    </tbody>
  </table>`;
}

const pieces =
  /\\([\\`*_{}[\]()#+.!<>|~-])|(`+)(.+?)\2|!?\[([^\]]*)\]\(\s*<?([^)\s>]+)>?[^)]*\)|<(https?:[^>\s]+)>|<([@#!][^<>\n]+)>|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|\*([^\s*][^*]*)\*|(?<!\w)_([^\s_][^_]*)_(?!\w)|(https?:\/\/[^\s<>)\]]+)|:([\w+-]+):/g;

function Inline({ text }) {
  const drawn = [];
  let done = 0;
  for (const found of text.matchAll(pieces)) {
    drawn.push(text.slice(done, found.index), draw(found));
    done = found.index + found[0].length;
  }
  return [...drawn, text.slice(done)];
}

function draw([whole, escaped, , code, label, url, auto, token, ...rest]) {
  const [bold, bold2, strike, italic, italic2, bare, emoji] = rest;
  if (escaped !== undefined) return escaped;
  if (code !== undefined) return html`<code>${code}</code>`;
  if (url !== undefined) return html`<${Link} url=${url}><${Inline} text=${label} /><//>`;
  if (auto ?? bare) return html`<${Link} url=${auto ?? bare}>${auto ?? bare}<//>`;
  if (token !== undefined)
    return html`<${Mention} token=${token.split('|')[0]} label=${token.split('|')[1]} />`;
  if (bold ?? bold2) return html`<b><${Inline} text=${bold ?? bold2} /></b>`;
  if (strike !== undefined) return html`<s><${Inline} text=${strike} /></s>`;
  if (italic ?? italic2) return html`<i><${Inline} text=${italic ?? italic2} /></i>`;
  return html`<${Emoji} name=${emoji} whole=${whole} />`;
}
