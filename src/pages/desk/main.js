import { render } from 'preact';
import { html } from '../parts/html.js';
import { Door } from './door.js';

const root = document.getElementById('app');
root.replaceChildren();
render(html`<${Door} botName=${document.body.dataset.botName} />`, root);
