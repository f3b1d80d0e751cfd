/** A customer's proof of a conversation: `address.customer.signature`, kept in a link and no cookie. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Visitor {
  /** The conversation's address on the web channel. */
  readonly address: string;
  /** The customer's own id, the same in all their conversations from one browser. */
  readonly customer: string;
}

export interface VisitorTokens {
  /** A new conversation for this customer, or for a new one. */
  issue(former: Visitor | undefined): string;
  /** Undefined where the token was not made here. */
  read(token: string): Visitor | undefined;
}

export function createVisitorTokens(secret: string): VisitorTokens {
  return {
    issue(former) {
      const address = randomName();
      const customer = former?.customer ?? randomName();
      return `${address}.${customer}.${sign(secret, address, customer).toString('base64url')}`;
    },
    read(token) {
      const [address, customer, signature, ...rest] = token.split('.');
      if (!address || !customer || !signature || rest.length > 0) return undefined;
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(secret, address, customer);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      return { address, customer };
    },
  };
}

function randomName(): string {
  return randomBytes(16).toString('base64url');
}

function sign(secret: string, address: string, customer: string): Buffer {
  return createHmac('sha256', secret).update(`visitor.${address}.${customer}`).digest();
}
