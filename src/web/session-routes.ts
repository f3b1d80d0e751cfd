/** Into the desk and out of it: a personal link is exchanged for a cookie that scripts cannot read. */
import { getConnInfo } from '@hono/node-server/conninfo';
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Agent } from '../desk/agents.ts';
import type { WebOptions } from './options.ts';
import { readJson, refusal } from './reading.ts';
import { createSessionSeal } from './session.ts';

export interface Sessions {
  readonly routes: Hono;
  /** Who sends this request; undefined where nobody of the desk does. */
  agentOf(context: Context): Promise<Agent | undefined>;
}

const sessionDays = 14;
const dayMs = 86_400_000;
const failuresAllowed = 10;
const failuresForgottenMs = 300_000;
const failureDelayMs = 250;

const signInBody = z.object({ token: z.string().trim().min(1).max(500) });

export function createSessions({ secret, people, publicUrl, clock }: WebOptions): Sessions {
  const seal = createSessionSeal(secret);
  const isSecure = publicUrl?.startsWith('https:') ?? false;
  const failures = createFailures(() => clock.now());
  const cookie = {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: isSecure,
  } as const;
  const name = isSecure ? '__Host-earshot_desk' : 'earshot_desk';
  const routes = new Hono()
    .post('/', async (context) => {
      const { token } = await readJson(context, signInBody);
      const agent = await people.authenticate(token);
      if (!agent) {
        // Only wrong links are turned away: behind a proxy all people share one address.
        const from = remoteOf(context);
        if (failures.of(from) >= failuresAllowed) {
          throw refusal(429, 'Too many links were wrong. Try again in five minutes.');
        }
        failures.add(from);
        await new Promise((resolve) => setTimeout(resolve, failureDelayMs));
        throw refusal(401, 'This link does not open the desk. Ask for a new one.');
      }
      const expiresAt = clock.now() + sessionDays * dayMs;
      setCookie(context, name, seal.seal({ token, expiresAt }), {
        ...cookie,
        maxAge: sessionDays * 86_400,
      });
      return context.json({ name: agent.name, role: agent.role, away: agent.away });
    })
    .delete('/', (context) => {
      deleteCookie(context, name, cookie);
      return context.json({});
    });
  return {
    routes,
    async agentOf(context) {
      const token = seal.open(getCookie(context, name) ?? '', clock.now());
      return token === undefined ? undefined : people.authenticate(token);
    },
  };
}

/** Wrong links by remote address; all of them are forgotten together, so the memory stays small. */
function createFailures(now: () => number) {
  const counts = new Map<string, number>();
  let since = now();
  return {
    of(from: string): number {
      if (now() - since > failuresForgottenMs) {
        counts.clear();
        since = now();
      }
      return counts.get(from) ?? 0;
    },
    add(from: string): void {
      counts.set(from, (counts.get(from) ?? 0) + 1);
    },
  };
}

function remoteOf(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? 'unknown';
  } catch {
    // Without a socket, as in a request-level test, all requests come from one place.
    return 'unknown';
  }
}
