import { render } from 'preact';
import { html } from '../parts/html.js';
import { Chat } from './chat.js';

const root = document.getElementById('app');
root.replaceChildren();
render(html`<${Chat} settings=${JSON.parse(document.body.dataset.settings)} />`, root);
