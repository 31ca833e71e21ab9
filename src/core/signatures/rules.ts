/** What stands in a template for everything that varies. One sign for all kinds: an id of digits alone and one with letters must not differ. */
export const WILDCARD = '<*>';

/** A step of the normalisation: every match of the pattern becomes the replacement, in which `\1` is the first group. */
export interface Rule {
  /** Why it is there, by example. */
  readonly folds: string;
  /**
   * A regular expression that RE2 (ClickHouse) and JavaScript (flag u) read alike: no look-around, no `\s`, `.` or case folding,
   * which differ between them. It never asks for a particular digit, so that lines that differ in digits alone have one template.
   */
  readonly pattern: string;
  readonly replacement: string;
}

/** At most so many characters of a line are looked at, in as many bytes as they have at most in UTF-8. */
export const LINE_CHARACTERS = 1000;
export const LINE_BYTES = 4 * LINE_CHARACTERS + 4;

/** All that becomes a space. */
const SPACE = String.raw`[\x00-\x20\x7f]`;

const FRAME = String.raw`(?:at |from |File \\?"|Traceback |goroutine |[Ss]tack trace|[Ss]tack backtrace|#[0-9]|\.\.\. )`;

/** The first frame of a stack and all behind it: frames change with every release. */
const STACK = String.raw`\r?\n[ \t]*${FRAME}[\w\W]*`;

/** The same in JSON, up to the end of the text that it stands in. */
const STACK_IN_JSON = String.raw`(?:\\r)?\\n(?: |\\t)*${FRAME}(?:[^"\\]|\\[\w\W])*`;

/** A later line, in JSON or not, that begins with an exception, the first group: Python tells it behind the stack. */
export const EXCEPTION_LINE = String.raw`(?:\n|\\n)(?:Caused by: )?([A-Za-z_$][\w.$]*(?:Exception|Error)\b)`;

/** What is kept of its name: digits are folded everywhere. */
export const EXCEPTION_NAME: Rule = { folds: 'Http2Error', pattern: '[0-9]+', replacement: WILDCARD };

const COLOURS: Rule = { folds: 'colours', pattern: String.raw`\x1b\[[0-9;]*[A-Za-z]`, replacement: '' };

/** What nobody reads; the stack goes while lines still are lines. */
export const CLEANING: readonly Rule[] = [
  COLOURS,
  { folds: 'the stack', pattern: STACK, replacement: '' },
  { folds: 'the stack in JSON', pattern: STACK_IN_JSON, replacement: '' },
  { folds: 'control characters and space', pattern: `${SPACE}+`, replacement: ' ' },
  { folds: 'invalid UTF-8, one sign for a run of it', pattern: String.raw`\x{FFFD}+`, replacement: '\u{FFFD}' },
];

const KEYWORD = String.raw`(?:[Ss]tatus|STATUS|[Cc]ode|CODE|[Ee]rrno|ERRNO|SQLSTATE|[Ee]xit|[Ss]ignal)`;
const FAMILY = String.raw`[^0-9A-Za-z/](?:E|ERR|ERROR|EC|ORA|TNS|PLS|SQL|DB|HTTP|AMQ|TS)[_-]?`;

/** What stands ahead of a code, in a line whose spaces are as said; at the start of a line any word in capitals may. */
const beforeCode = (start: string, space: string) =>
  String.raw`(?:(?:${start}|\[)[A-Z]{1,6}[_-]?|${FAMILY}|HTTP/[0-9.]{1,3}(?:["']|${space}){1,2}|${KEYWORD}["')\]]?(?:[=:(#\[]|${space}){1,3}["']?[A-Z]{0,6}[_-]?)`;

/** The first code of a line is kept, because another code is another error: `status 503`, ` E4021`, `[PAY-17]`, `HTTP/1.1" 503`. */
export const CODE = `${beforeCode('^', ' ')}[0-9][0-9A-Z]*`;
/** The code itself, without what tells that it is one: `503`, `E4021`, `PAY-17`. What is longer than five signs is an id. */
export const SHORT_CODE = String.raw`(?:^|[^0-9A-Z])(HTTP/[0-9.]{1,3}["' ]{1,2}[0-9][0-9A-Z]{0,4}|[A-Z]*[_-]?[0-9][0-9A-Z]{0,4})$`;
/** Stands for it while the rest is folded; no cleaned line holds it. */
export const CODE_MARK = '\u0002';

/** Numbers, hexadecimal or not, with what joins them: `42`, `10.0.0.7:8080`, `12:05`, `e29b-41d4`, and a unit's first letters. */
const NUMBER = String.raw`[a-fA-F]{0,7}[0-9][0-9A-Fa-f.:-]*`;
/** `'alice'`, up to three words of any signs but some: longer ones are messages. */
const inQuotes = (quote: string, butFor: string) => {
  const word = `[^${quote} ${butFor}]*`;
  return `${quote}${word}(?: ${word}){0,2}${quote}`;
};
/** Numbers, which spare the capitals that begin a code: `17:E4021`, `17-DB12`. */
const SPARING_NUMBER = '[a-f]{0,7}[0-9][0-9A-CFa-f.:-]*';
/** `/var/lib/app/17.db` */
const PATH = String.raw`(?:/[\w.@%+~=:-]+){2,}`;

/** What follows a code and would be folded with it, were it a number. */
const BEHIND_CODE = '[A-Fa-f.:-]*';

/**
 * How the engine keys a line before it makes templates: lines of one key are of one template. Every line goes through the first key,
 * which is cheap in RE2, and what is left of them through the second, which folds more. What is folded becomes a wildcard, because a line that
 * holds one as it is has the same template.
 */
export const KEYS = {
  /** Where a line holds an escape. */
  colours: COLOURS,
  digits: { folds: 'numbers', pattern: SPARING_NUMBER, replacement: WILDCARD },
  /** Whether what is left of a line may have held a code, or holds colours: few different texts, so that nearly nothing is asked. */
  mayHoldMore: String.raw`[A-Z][_-]?<|HTTP/|tatus|TATUS|ode|ODE|rrno|RRNO|QLSTATE|xit|ignal|\x1b`,
  /** The first code of a line as it was logged, with all that a key would fold with it. */
  code: `${beforeCode(`^${SPACE}*`, `${SPACE}+`)}[0-9][0-9A-Z]*${BEHIND_CODE}`,
  /** That code, if it is short. */
  shortCode: String.raw`^(?:[\w\W]*[^0-9A-Z])?[A-Z]*[0-9][0-9A-Z]{0,4}(?:[a-f.:-]${BEHIND_CODE})?$`,
  /** What else many lines differ in. What stands ahead of a quoted word is kept, and so is a message in JSON and what may be a code. */
  rough: [
    { folds: 'the stack', pattern: STACK, replacement: '' },
    { folds: 'the stack in JSON', pattern: STACK_IN_JSON, replacement: '' },
    { folds: "'alice'", pattern: `([ (])${inQuotes("'", '0-9')}`, replacement: `\\1${WILDCARD}` },
    { folds: '"alice"', pattern: `([a-z(] )${inQuotes('"', '0-9')}`, replacement: `\\1${WILDCARD}` },
    { folds: 'paths and numbers', pattern: `${PATH}|${SPARING_NUMBER}`, replacement: WILDCARD },
  ],
} as const satisfies Record<string, string | Rule | readonly Rule[]>;

const MESSAGE_KEYS = 'msg|message|error|err|reason|cause|exception|type|code|event|detail|details|title';
const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const DAYS = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';

/** How a line becomes a template, in this order. */
export const RULES: readonly Rule[] = [
  { folds: 'the quotes of a code: "503"', pattern: `["'\`]${CODE_MARK}["'\`]`, replacement: CODE_MARK },
  {
    folds: 'the quotes of a message in JSON or logfmt: {"msg":"no route to host"}',
    pattern: String.raw`"?\b(${MESSAGE_KEYS})"? ?[:=] ?"([^"\\]*)"`,
    replacement: String.raw`\1: \2`,
  },
  {
    folds: 'the quotes of a key in JSON',
    pattern: String.raw`"([A-Za-z_@][\w@.-]*)" ?: ?`,
    replacement: String.raw`\1: `,
  },
  { folds: 'ada@example.com', pattern: String.raw`\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+`, replacement: WILDCARD },
  {
    folds: 'https://host/path?query',
    pattern: String.raw`\b[A-Za-z][A-Za-z0-9+.-]*://[^ "'<>)\]]+`,
    replacement: WILDCARD,
  },
  {
    folds: '2026-03-01T12:05:00.123Z',
    pattern: String.raw`\b[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}[0-9:.,]*(?:Z|[+-][0-9]{2}:?[0-9]{2})?`,
    replacement: WILDCARD,
  },
  {
    folds: 'Sun, 1 Mar and Mar 1',
    pattern: String.raw`\b(?:(?:${DAYS}),? )?(?:[0-9]{1,2} (?:${MONTHS})|(?:${MONTHS}) +[0-9]{1,2})\b`,
    replacement: WILDCARD,
  },
  { folds: String.raw`C:\Temp\a.txt`, pattern: String.raw`\b[A-Za-z]:\\[^ "'<>|]+`, replacement: WILDCARD },
  {
    folds: '/var/lib/app/17.db, src/pay/card.ts:12 and /search/all?q=shoe',
    pattern: String.raw`[\w.@~-]*${PATH}/?(?:\?[^ "']*)?`,
    replacement: WILDCARD,
  },
  ...["'", '"', '`'].map((quote) => ({
    folds: `${quote}alice${quote}`,
    pattern: String.raw`\B${inQuotes(quote, CODE_MARK)}`,
    replacement: WILDCARD,
  })),
  { folds: '0x7ffd', pattern: String.raw`\b0x[0-9a-fA-F]+`, replacement: WILDCARD },
  { folds: '42, 10.0.0.7:8080, 99%', pattern: `${NUMBER}%?`, replacement: WILDCARD },
  {
    folds: 'the sign in front of a number: balance -3, offset=-17',
    pattern: String.raw`(^|[ =:([,])-<\*>`,
    replacement: String.raw`\1<*>`,
  },
  { folds: 'abcdefab, which has no digit by chance', pattern: String.raw`\b[0-9a-fA-F]{8,}\b`, replacement: WILDCARD },
  {
    folds: 'words with a number inside, ids like req_1NfA8s and 250ms',
    pattern: String.raw`\w*<\*>[\w<>*]*`,
    replacement: WILDCARD,
  },
  { folds: '250 ms, as 250ms', pattern: String.raw`<\*> (?:ns|us|ms|[kKMGT]i?B)\b`, replacement: WILDCARD },
  { folds: 'lists of whatever length', pattern: String.raw`<\*>(?:[ ,;:/._=&|-]*<\*>)+`, replacement: WILDCARD },
];
