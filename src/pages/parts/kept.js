// What this browser keeps. A browser that keeps nothing still works, until it is reloaded.

const prefix = 'earshot.';

/** @param {string} name @returns {any} undefined where nothing readable is kept */
export function readKept(name) {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} name @param {unknown} value undefined forgets it */
export function keep(name, value) {
  try {
    if (value === undefined) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // Full or forbidden storage must not stop a conversation.
  }
}

/** @param {string} start @returns {string[]} the names that begin so */
export function listKept(start) {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix + start))
      .map((key) => key.slice(prefix.length));
  } catch {
    return [];
  }
}
