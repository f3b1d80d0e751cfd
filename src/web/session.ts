/**
 * The desk's session cookie: the person's link token, sealed with an expiry. Because the token itself
 * is in it, a link that is revoked or made anew ends every session at once, with no list to keep.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

export interface SessionSeal {
  seal(session: Session): string;
  /** Undefined where the cookie was not sealed here, was changed, or is past its time. */
  open(cookie: string, now: number): string | undefined;
}

export interface Session {
  readonly token: string;
  readonly expiresAt: number;
}

const ivBytes = 12;
const tagBytes = 16;
const sessionSchema = z.object({ token: z.string(), expiresAt: z.number() });

export function createSessionSeal(secret: string): SessionSeal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'earshot desk session', 32));
  return {
    seal(session) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(JSON.stringify(session)), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(cookie, now) {
      const session = unseal(key, Buffer.from(cookie, 'base64url'));
      return session && session.expiresAt > now ? session.token : undefined;
    },
  };
}

function unseal(key: Buffer, sealed: Buffer): Session | undefined {
  if (sealed.length <= ivBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes));
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  try {
    const body = Buffer.concat([
      decipher.update(sealed.subarray(ivBytes + tagBytes)),
      decipher.final(),
    ]);
    return sessionSchema.parse(JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
}
