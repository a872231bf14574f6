import type { Finding } from '../../core/diagnostics';

/** Values that RabbitMQ takes for a key of a policy or an argument. */
export interface KeyValues {
  /** Values in words, for a diagnostic. */
  readonly words: string;
  readonly accepts: (value: unknown) => boolean;
}

/** Longest time of an argument, in milliseconds: ten years. */
const maxTime = 315_360_000_000;

/** Bytes of a short string of AMQP, such as a routing key. */
export const maxShortString = 255;

/** Returns a value as a diagnostic writes it. */
export function quoted(value: boolean | number | string): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

export function integer(min: number, max = Number.MAX_SAFE_INTEGER): KeyValues {
  const isBounded = max < Number.MAX_SAFE_INTEGER;
  return {
    words: `a whole number ${isBounded ? `from ${min} to ${max}` : `of ${min} or more`}`,
    // Fractions are reported as such.
    accepts: (value) => typeof value === 'number' && (!Number.isSafeInteger(value) || (value >= min && value <= max)),
  };
}

export function oneOf(...values: readonly (number | string)[]): KeyValues {
  return {
    words: `one of ${values.map(quoted).join(', ')}`,
    accepts: (value) => values.some((one) => one === value),
  };
}

export const text: KeyValues = { words: 'a text', accepts: (value) => typeof value === 'string' };

export const name: KeyValues = {
  words: `a text of 1 to ${maxShortString} bytes`,
  accepts: (value) => typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= maxShortString,
};

export const shortText: KeyValues = {
  words: `a text of at most ${maxShortString} bytes`,
  accepts: (value) => typeof value === 'string' && Buffer.byteLength(value) <= maxShortString,
};

export const boolean: KeyValues = { words: 'true or false', accepts: (value) => typeof value === 'boolean' };

export const time = integer(0, maxTime);
export const expiry = integer(1, maxTime);

export const age: KeyValues = {
  words: "a number with one of the units Y, M, D, h, m and s, such as '7D'",
  accepts: (value) => typeof value === 'string' && /^0*[1-9]\d*[YMDhms]$/.test(value),
};

/** Checks a number of a policy or an argument. */
export function checkWholeNumber(value: unknown, setting: readonly string[]): Finding[] {
  if (Number.isSafeInteger(value)) return [];
  return [
    {
      id: 'rabbitmq-policy-number',
      setting,
      message: `${setting.at(-1)} must be a whole number; got ${String(value)}`,
      hint: 'write it without a fraction, in the unit that RabbitMQ documents for the key',
    },
  ];
}
