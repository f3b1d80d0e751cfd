/** Takes out of a text what could name a customer or open their account. */
import { isIPv6 } from 'node:net';

export function redact(text: string): string {
  return [redactSecrets, redactEmails, redactIbans, redactCards, redactIps, redactPhones].reduce(
    (rest, step) => step(rest),
    text,
  );
}

function redactSecrets(text: string): string {
  return knownTokens
    .reduce((rest, token) => rest.replace(token, '[secret]'), text)
    .replace(urlPassword, '$1[secret]@')
    .replace(assignedPassword, (whole, name: string, value: string) =>
      ordinaryWords.has(value.toLowerCase()) ? whole : `${name}[secret]`,
    )
    .replace(statedPassword, (whole, name: string, value: string) =>
      looksRandom(value, 4) ? `${name}[secret]` : whole,
    )
    .replace(namedKey, (whole, name: string, value: string) =>
      looksRandom(value, 8) ? `${name}[secret]` : whole,
    );
}

function redactEmails(text: string): string {
  return text.replace(email, '[email]').replace(spelledEmail, '[email]');
}

function redactIbans(text: string): string {
  return text.replace(ibanLike, (found) => replaceRun(found, isIban, '[iban]'));
}

function redactCards(text: string): string {
  return text.replace(cardLike, (found) => replaceRun(found, isCard, '[card]'));
}

function redactIps(text: string): string {
  return text
    .replace(ipv4, (found) => (harmlessIps.has(found) ? found : '[ip]'))
    .replace(ipv6Like, (found) => (/\d/.test(found) && isIPv6(found) ? '[ip]' : found));
}

function redactPhones(text: string): string {
  return text
    .replace(internationalPhone, '[phone]')
    .replace(namedPhone, (_whole, name: string) => `${name}[phone]`)
    .replace(anotherPhone, '[phone]')
    .replace(americanPhone, '[phone]')
    .replace(nationalPhone, (found) => (isNationalPhone(found) ? '[phone]' : found));
}

/** Replaces the longest run of whole groups that passes, as other words may stand beside it. */
function replaceRun(
  found: string,
  passes: (groups: readonly string[]) => boolean,
  mark: string,
): string {
  const parts = found.split(/([ .-])/);
  for (let length = parts.length; length > 0; length -= 2) {
    for (let start = 0; start + length <= parts.length; start += 2) {
      const run = parts.slice(start, start + length);
      if (!passes(run.filter((_, index) => index % 2 === 0))) continue;
      return [...parts.slice(0, start), mark, ...parts.slice(start + length)].join('');
    }
  }
  return found;
}

/** Cards are written in one piece or in groups of three to seven digits. */
function isCard(groups: readonly string[]): boolean {
  const digits = groups.join('');
  if (!/^[2-6]\d{12,18}$/.test(digits)) return false;
  if (groups.length > 1 && groups.some(({ length }) => length < 3 || length > 7)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function isIban(groups: readonly string[]): boolean {
  const run = groups.join('');
  if (!/^[a-z]{2}\d{2}[a-z\d]{11,30}$/i.test(run)) return false;
  const turned = `${run.slice(4)}${run.slice(0, 4)}`.toUpperCase();
  const remainder = [...turned].reduce((rest, sign) => {
    const value = Number.parseInt(sign, 36);
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
  }, 0);
  return remainder === 1;
}

/** Numbers with a leading 0: long enough for a phone, and no date. */
function isNationalPhone(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  const isDate = /^\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})(?:\D|$)/.test(found);
  const isWhole = digits === found;
  return !isDate && digits.length >= (isWhole ? 10 : 9) && digits.length <= (isWhole ? 11 : 13);
}

function looksRandom(value: string, least: number): boolean {
  const kinds = [/\d/, /[a-z]/i, /[^a-z\d]/i].filter((kind) => kind.test(value)).length;
  return value.length >= least && /\d|[!@#$%^&*]/.test(value) && (kinds > 1 || value.length >= 4);
}

const knownTokens: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[^-]|-(?!----)){0,8000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
  /\beyJ[\w-]{6,2000}\.[\w-]{6,}(?:\.[\w-]*)?/g,
  /\b(?:sk|pk|rk|whsec|shpat|ghp|gho|ghu|ghs|ghr|npm|hf|sntrys|dop_v1|github_pat)_\w{16,}/g,
  /\bsk-[\w-]{16,}/g,
  /\bx(?:ox[a-z]|app)-[\w-]{8,}/g,
  /\bgl(?:pat|ptt|rt)-[\w-]{16,}/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bAIza[\w-]{30,}/g,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,45}\b/g,
  /\bhooks\.slack\.com\/(?:services|workflows)\/[\w/]{10,}/g,
  /\bdiscord(?:app)?\.com\/api\/webhooks\/\d{5,}\/[\w-]{10,}/g,
  /(?<=\b(?:bearer|basic) )(?=[\w.~+/-]{0,200}\d)[\w.~+/-]{16,}={0,2}/gi,
];

const urlPassword = /(:\/\/[^\s:/@]{1,64}:)[^\s/@]{1,128}@/g;
const passwordWords =
  '(?:password|passwd|passphrase|passwort|kennwort|contraseña|mot de passe|passcode|pwd|secret|\\bpass|\\bpin|\\bcvv2?|\\bcvc)';
const assignedPassword = new RegExp(
  `(${passwordWords}["'\`]?\\s{0,3}(?:[:=]|=>)\\s{0,3}["'\`]?)(?!\\[secret\\])([^\\s"'\`,;]{3,128})`,
  'gi',
);
const statedPassword = new RegExp(
  `(${passwordWords}\\b(?: (?:is|was|ist|to|for \\w{1,20} is))? ["'\`]?)(?!\\[secret\\])([^\\s"'\`,;]{3,128}?)(?=[.!?]?(?:[\\s"'\`,;]|$))`,
  'gi',
);
const namedKey =
  /((?:token|api[ _-]?key|\bkey|[a-z_]key|credentials?|auth(?:orization)?)["'`]?(?: ?(?:[:=]|=>) ?| (?:is|was) | )["'`]?)(?!\[secret\])([\w+/=.~-]{16,512})/gi;

/** What stands after "password:" in a question about passwords. */
const ordinaryWords = new Set(
  'how what why where when who can could do does did is are it the a an i my your not no please required optional string null none undefined true false wrong incorrect invalid expired missing forgotten forgot reset change error failed'.split(
    ' ',
  ),
);

const email =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,6}[\p{L}-]{2,24}/gu;
const spelledEmail =
  /(?<![\w.+-])[\w.+-]{1,64} ?(?:\(at\)|\[at\]| at ) ?[\w-]{1,63} ?(?:\(dot\)|\[dot\]| dot ) ?[a-z]{2,24}\b/gi;
const ibanLike = /(?<![\w])[a-z]{2}\d{2}(?:[ -]?[a-z\d]){11,40}(?![\w])/gi;
const cardLike = /(?<![\w.-])(?:\d{13,19}|\d{4,6}(?:[ .-]\d{1,7}){2,7})(?!\w)/g;
const ipv4 =
  /(?<![\w.-]|\b(?:version|release|ver|build|v|firmware|driver)[ :=]{1,2})(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w-]|\.\d)/gi;
const harmlessIps = new Set(['127.0.0.1', '0.0.0.0', '255.255.255.255']);
const ipv6Like = /(?<![\w:.])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\w:])/gi;
const internationalPhone =
  /(?<![\w+])(?:\+|00(?=[1-9]\d[ ()./-]))\d(?:[ ()./-]{0,3}\d){6,14}(?!\w)/g;
const namedPhone =
  /(\b(?:phone|telephone|tel|mobile|cell|whatsapp|handy|call me(?: back)?|reach me|ring me|text me)(?: number)?(?: is| at| on|:|\.|=){0,2} {0,2})\(?\d(?:[ ()./-]{0,2}\d){5,14}(?!\w)/gi;
const anotherPhone = /(?<=\[phone\] ?(?:or|and|\/|,) ?)\d(?:[ ()./-]{0,2}\d){6,14}(?!\w)/g;
const americanPhone =
  /(?<![\w.-])(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ .-])\d{3}[ .-]\d{4}(?![\w-]|\.\d)/g;
const nationalPhone =
  /(?<![\w.,:/-]|\b(?:order|invoice|ticket|case|ref|reference|id|sku|tracking)(?: (?:number|no|nr|id))?[ .:#]{1,3})\(?0[1-9]\d{0,4}\)?(?:[ /.-]?\d){6,11}(?![\w:]|[.-]\d)/gi;
