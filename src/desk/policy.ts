/** The policy that an owner writes in desk.yaml, with its defaults. */
import { z } from 'zod';

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'write hours as 09:00-17:00')
  .refine((span) => span.slice(0, 5) < span.slice(6), 'the end must come after the start');

const timezone = z.string().refine(isTimezone, 'write a time zone as Europe/Berlin');

const share = z.number().min(0).max(1);

const answerPolicy = z.enum(['always', 'when_confident', 'when_mentioned']);

const slackId = (letters: string, example: string) =>
  z.string().regex(new RegExp(`^[${letters}][A-Z0-9]{2,}$`), `write an id as ${example}`);

export const policySchema = z.strictObject({
  /** What the bot calls itself. */
  name: z.string().min(1).max(40).default('Earshot'),
  /** Whose customers these are; used in the greeting. */
  company: z.string().min(1).max(80).optional(),
  /** When people are at the desk; left out, nothing is said of hours. */
  hours: z
    .strictObject({
      timezone,
      monday: clockTime.optional(),
      tuesday: clockTime.optional(),
      wednesday: clockTime.optional(),
      thursday: clockTime.optional(),
      friday: clockTime.optional(),
      saturday: clockTime.optional(),
      sunday: clockTime.optional(),
    })
    .optional(),
  /** Where else a customer can turn when nobody could be notified. */
  fallback: z.string().min(1).max(300).optional(),
  thresholds: z
    .strictObject({
      /** Confidence from which an answer is sent. */
      answer: share.default(0.5),
      /** How upset a customer is when a person is offered. */
      offer: share.default(0.45),
      /** How upset a customer is when a person is called at once. */
      handOver: share.default(0.75),
    })
    .prefault({}),
  serviceLevels: z
    .strictObject({
      /** Minutes until an unclaimed case calls the agents again. */
      claimMinutes: z.number().positive().max(10_080).default(10),
      /** Minutes until an agent who leaves a customer's words unanswered is called, then the queue. */
      answerMinutes: z.number().positive().max(10_080).default(15),
      /** Days after resolution within which a customer's message reopens the case. */
      reopenDays: z.number().min(0).max(365).default(7),
    })
    .prefault({}),
  limits: z
    .strictObject({
      /** Messages a minute of one customer that are answered at once. */
      perCustomer: z.number().int().min(1).max(10_000).default(20),
      /** Messages a minute in one place, such as a Slack channel, that are answered at once. */
      perPlace: z.number().int().min(1).max(100_000).default(300),
      /** Messages that may wait in all; above it new ones are refused with a word. */
      waiting: z.number().int().min(10).max(1_000_000).default(5_000),
    })
    .prefault({}),
  slack: z
    .strictObject({
      /** Where customers ask, and when the bot answers there without being mentioned. */
      channels: z.record(slackId('CG', 'C0123456789'), answerPolicy).default({}),
      /** The channel in which agents see escalations. */
      triage: slackId('CG', 'C0123456789').optional(),
      /** The user group whose members are agents. */
      agents: slackId('S', 'S0123456789').optional(),
    })
    .prefault({}),
  retention: z
    .strictObject({
      /** Days after its last message until a conversation is deleted. */
      conversationDays: z.number().int().positive().default(365),
    })
    .prefault({}),
});

export type Policy = Readonly<z.infer<typeof policySchema>>;

export type Limits = Readonly<Policy['limits']>;

export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
