/** What every request passes: which host it names, where it comes from, what its answer may do. */
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { isLoopback } from '../desk/loopback.ts';
import { refusal } from './reading.ts';

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

export interface GuardOptions {
  readonly host: string;
  readonly publicUrl: string | null;
  readonly importMapHash: string;
}

/** Bound to this machine only, the server answers to no other name, which stops DNS rebinding. */
export function guardHost({ host, publicUrl }: GuardOptions): MiddlewareHandler {
  const isLocal = isLoopback(host);
  const allowed = new Set([...loopbackNames, host]);
  if (publicUrl !== null) allowed.add(new URL(publicUrl).hostname);
  return async (context, next) => {
    const asked = new URL(context.req.url).hostname;
    if (isLocal && !allowed.has(asked)) {
      throw refusal(403, `This server does not answer to ${asked}. Set PUBLIC_URL to its address.`);
    }
    await next();
  };
}

/** A browser may change something only from a page that this server gave it. */
export function guardOrigin({ publicUrl }: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD') {
      const site = context.req.header('Sec-Fetch-Site');
      const origin = context.req.header('Origin');
      const hosts = [context.req.url, publicUrl ?? context.req.url].map((url) => new URL(url).host);
      const isOwn = origin === undefined || hosts.includes(hostOf(origin));
      if (!isOwn || (site !== undefined && site !== 'same-origin')) {
        throw refusal(403, 'This request comes from another site.');
      }
    }
    await next();
  };
}

export function guardAnswers({ publicUrl, importMapHash }: GuardOptions): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", importMapHash],
      styleSrc: ["'self'"],
      connectSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
    },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    strictTransportSecurity: publicUrl?.startsWith('https:')
      ? 'max-age=15552000; includeSubDomains'
      : false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  });
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : '';
}
