import htm from 'htm';
import { h } from 'preact';

/** Markup as a tagged template; what is put into it becomes text nodes. */
export const html = htm.bind(h);
