/** An object with these fields, and at most those; nothing else is allowed. */
export const strict = (
  required: Readonly<Record<string, object>>,
  optional: Readonly<Record<string, object>> = {},
) => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
});

export const text = { type: 'string', minLength: 1 };

/** Texts that may be empty, by names of one's own. */
export const textsByName = { type: 'object', additionalProperties: { type: 'string' } };

export const listOf = (items: object) => ({ type: 'array', minItems: 1, items });

/** Things of one kind, by names of one's own. */
export const byName = (value: object) => ({ type: 'object', minProperties: 1, additionalProperties: value });
