/** The page's side of the wire: what this person sees now, and what they do. */
export async function readState(as) {
  const answer = await fetch(`/state?as=${encodeURIComponent(as)}`);
  return answer.json();
}

export function onChange(listener) {
  const source = new EventSource('/changes');
  source.onmessage = listener;
  return () => source.close();
}

/** Resolves to `{done}` or `{error}`. */
export async function act(verb, ask) {
  const answer = await fetch('/act', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ verb, ...ask }),
  });
  return answer.json();
}

/** As Slack's composer sends it: names become mentions, all else is words. */
export function encode(text, { users, groups, channels }) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .replace(/(^|[\s(])@([\w-]+)/g, (whole, before, name) => {
      const user = users.find((each) => each.name === name);
      const group = groups.find((each) => each.name === name);
      if (/^(?:here|channel|everyone)$/.test(name)) return `${before}<!${name}>`;
      if (group) return `${before}<!subteam^${group.id}>`;
      return user ? `${before}<@${user.id}>` : whole;
    })
    .replace(/(^|[\s(])#([\w-]+)/g, (whole, before, name) => {
      const channel = channels.find((each) => each.name === name && each.kind !== 'im');
      return channel ? `${before}<#${channel.id}>` : whole;
    });
}

/** Back again, for editing. */
export function decode(text, { users, groups, channels }) {
  const nameOf = (list, id) => list.find((each) => each.id === id)?.name ?? id;
  return text
    .replace(/<@(\w+)[^>]*>/g, (_, id) => `@${nameOf(users, id)}`)
    .replace(/<!subteam\^(\w+)[^>]*>/g, (_, id) => `@${nameOf(groups, id)}`)
    .replace(/<!(\w+)[^>]*>/g, '@$1')
    .replace(/<#(\w+)[^>]*>/g, (_, id) => `#${nameOf(channels, id)}`)
    .replace(/<(https?:[^|>]+)[^>]*>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Where a permalink of this workspace leads. */
export function placeOf(url) {
  const found = /\/archives\/(\w+)\/p(\d+)(\d{6})(?:\?thread_ts=([\d.]+))?/.exec(url);
  if (found === null) return undefined;
  const [, channel, seconds, micros, threadTs] = found;
  return { channel, threadTs: threadTs ?? `${seconds}.${micros}` };
}
