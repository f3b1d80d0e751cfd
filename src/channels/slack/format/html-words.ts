/** What a reader sees of HTML in markdown: its words, and marks that are no HTML, as written. */

/** Elements that only lay out or decorate; a tag of any other name is likely a `<placeholder>`. */
const layout = new Set(
  (
    'a abbr b big blockquote br center code dd del details div dl dt em figcaption figure font ' +
    'h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q s samp script small span ' +
    'strike strong style sub summary sup table tbody td tfoot th thead tr tt u ul var video wbr'
  ).split(' '),
);

export function wordsOfHtml(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<\/?([a-z][a-z0-9]*)\b(?:"[^"]*"|'[^']*'|[^'"<>])*>/gi, readTag);
}

function readTag(tag: string, written: string): string {
  const name = written.toLowerCase();
  if (!layout.has(name)) return tag;
  if (name === 'br') return '\n';
  if (name === 'img')
    return /\salt\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag)?.slice(1).join('') ?? '';
  return '';
}
