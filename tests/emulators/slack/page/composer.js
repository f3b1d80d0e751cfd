/** Where a person types: Enter sends, Shift+Enter breaks the line, a slash command runs. */
import { useState } from 'preact/hooks';
import { html } from './html.js';
import { Clip } from './icons.js';
import { useSeen } from './inline.js';
import { encode } from './slack.js';

export function Composer({ channel, threadTs, placeholder }) {
  const { state, act } = useSeen();
  const [text, setText] = useState('');
  const [files, setFiles] = useState([]);
  const send = async () => {
    const [word = '', ...rest] = text.trim().split(' ');
    if (text.trim() === '' && files.length === 0) return;
    setText('');
    setFiles([]);
    if (state.commands.includes(word))
      await act('command', { channel, threadTs, name: word, text: rest.join(' ') });
    else await act('post', { channel, threadTs, text: encode(text.trim(), state), files });
  };
  const keyDown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const attach = (event) => {
    const chosen = [...event.target.files].map(({ name, type }) => ({ name, mimetype: type }));
    setFiles((held) => [...held, ...chosen]);
    event.target.value = '';
  };
  return html`<div class="composer">
    <${Suggestions} text=${text} pick=${setText} />
    ${files.map(({ name }) => html`<span class="file"><${Clip} /> ${name}</span>`)}
    <div class="composer-row">
      <textarea
        rows="2"
        aria-label=${placeholder}
        placeholder=${placeholder}
        value=${text}
        onInput=${(event) => setText(event.target.value)}
        onKeyDown=${keyDown}
      ></textarea>
      <label class="attach" title="Attach a file: only its name is sent">
        <${Clip} /><input type="file" multiple onChange=${attach} />
      </label>
      <button type="button" class="button primary" onClick=${send}>Send</button>
    </div>
  </div>`;
}

/** Who or what the last word may become. */
function Suggestions({ text, pick }) {
  const { state } = useSeen();
  const word = /(?:^|\s)([@/][\w-]*)$/.exec(text)?.[1];
  if (word === undefined) return null;
  const names = [...state.users, ...state.groups].map(({ name }) => `@${name}`);
  const all = word.startsWith('/') && text.trim() === word ? state.commands : names;
  const found = all.filter((name) => name.startsWith(word) && name !== word);
  return html`<div class="suggestions">
    ${found.map((name) => html`<button type="button" onClick=${() => pick(`${text.slice(0, -word.length)}${name} `)}>${name}</button>`)}
  </div>`;
}
