/** What a look at a set-up finds, each with its remedy. */
export interface Finding {
  readonly check: string;
  /** `advice` is worth doing; `fault` keeps something from working. */
  readonly state: 'ok' | 'advice' | 'fault';
  readonly detail: string;
  readonly remedy: string | null;
}

export function ok(check: string, detail: string): Finding {
  return { check, state: 'ok', detail, remedy: null };
}

export function advice(check: string, detail: string, remedy: string): Finding {
  return { check, state: 'advice', detail, remedy };
}

export function fault(check: string, detail: string, remedy: string): Finding {
  return { check, state: 'fault', detail, remedy };
}
