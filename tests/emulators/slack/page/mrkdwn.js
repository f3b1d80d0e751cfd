/** Slack's own markup, drawn. */
import { html } from './html.js';
import { Emoji, Link, Mention } from './inline.js';

const plain = (text) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

export function Mrkdwn({ text }) {
  return text.split(/```/).map((part, index) =>
    index % 2 === 1
      ? html`<pre>${plain(part.replace(/^\n|\n$/g, ''))}</pre>`
      : part.split('\n').map((line, at, all) => {
          const quoted = /^&gt; ?/.exec(line);
          if (quoted)
            return html`<blockquote><${Line} text=${line.slice(quoted[0].length)} /></blockquote>`;
          return html`<${Line} text=${line} />${at < all.length - 1 && html`<br />`}`;
        }),
  );
}

const pieces =
  /<([^<>\n]+)>|`([^`\n]+)`|(?<![\w*])\*([^\s*][^*\n]*)\*(?![\w*])|(?<![\w_])_([^\s_][^_\n]*)_(?![\w_])|(?<![\w~])~([^\s~][^~\n]*)~(?![\w~])|:([\w+-]+):/g;

function Line({ text }) {
  const drawn = [];
  let done = 0;
  for (const found of text.matchAll(pieces)) {
    drawn.push(plain(text.slice(done, found.index)));
    drawn.push(draw(found));
    done = found.index + found[0].length;
  }
  return [...drawn, plain(text.slice(done))];
}

function draw([whole, token, code, bold, italic, strike, emoji]) {
  if (token !== undefined) return drawToken(token);
  if (code !== undefined) return html`<code>${plain(code)}</code>`;
  if (bold !== undefined) return html`<b><${Line} text=${bold} /></b>`;
  if (italic !== undefined) return html`<i><${Line} text=${italic} /></i>`;
  if (strike !== undefined) return html`<s><${Line} text=${strike} /></s>`;
  return html`<${Emoji} name=${emoji} whole=${whole} />`;
}

function drawToken(token) {
  const [address, label] = token.split('|');
  if (/^[@#!]/.test(address)) return html`<${Mention} token=${address} label=${label} />`;
  return html`<${Link} url=${plain(address)}>${plain(label ?? address)}<//>`;
}
