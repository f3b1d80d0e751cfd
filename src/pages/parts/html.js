import htm from 'htm';
import { h } from 'preact';

/** Markup as a tagged template; what is put into it is text unless it is markup itself. */
export const html = htm.bind(h);
