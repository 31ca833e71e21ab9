import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { afterAll, describe, expect, test } from 'vitest';
import { checkAllServices } from '../../../../src/config/file/layers.js';
import { parseConfig, readConfigFile, type ConfigFile } from '../../../../src/config/file/read.js';
import { UserError } from '../../../../src/errors.js';

const folder = mkdtempSync(path.join(tmpdir(), 'canary-verdict-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function problemIn(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof UserError) return `${error.message}\n${error.hint}`;
    throw error;
  }
  return 'nothing';
}

const laughs = Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`);

describe('what is wrong is told with file, line and column', () => {
  test.for([
    { text: 'defaults:\n  wiat: 5m', says: /^c\.yaml:2:3: defaults\.wiat is no key.*\nDid you mean wait\?/ },
    { text: 'servces:\n  a:', says: /^c\.yaml:1:1: servces is no key.*\nDid you mean services\?/ },
    {
      text: 'services:\n  a:\n    wait: 300',
      says: /^c\.yaml:3:5: services\.a\.wait is the number 300.*\nWrite it like wait: "10m"/,
    },
    { text: 'services: [a]', says: /^c\.yaml:1:1: services is a list, but must be a map of keys/ },
    {
      text: 'defaults:\n  sensitivity: two',
      says: /defaults\.sensitivity is a text, but must be a number\nWrite it like sensitivity: 3/,
    },
    { text: 'defaults:\n  sensitivity: .inf', says: /^c\.yaml:2:3: defaults\.sensitivity/ },
    { text: 'defaults:\n  level: LOUD', says: /defaults\.level is a text, but must be one of: TRACE/ },
    { text: 'defaults:\n  reports: {htlm: x}', says: /defaults\.reports\.htlm is no key.*\nDid you mean html\?/ },
    { text: 'defaults:\n  layout: otel_logs', says: /defaults\.layout is a text, but must be one of: otel-logs/ },
    { text: 'defaults:\n  wait:', says: /defaults\.wait is empty.*\n.*take the key out/ },
    { text: 'defaults:\n  canary: 5', says: /defaults\.canary is the number 5/ },
    { text: 'defaults:\n  plain: yes', says: /defaults\.plain is a text, but must be true or false/ },
    { text: 'defaults:\n  columns: {tmie: ts}', says: /defaults\.columns\.tmie.*\nDid you mean time\?/ },
    {
      text: 'connections:\n  a: {passwrod: x}',
      says: /^c\.yaml:2:7: connections\.a\.passwrod.*\nDid you mean password\?/,
    },
    { text: 'hooks: {onPass: [{run: ./a b}]}', says: /hooks\.onPass\[0\]\.run is a text, but must be a list\n/ },
    { text: 'runbooks: {waves: javascript:alert(1)}', says: /runbooks\.waves is wrong/ },
    {
      text: 'runbooks: {wave: https://a.b}',
      says: /runbooks\.wave is no code; did you mean waves\?\ncanary-verdict schema/,
    },
    { text: '- a', says: /^c\.yaml:1:1: the file is a list/ },
    { text: 'just words', says: /^c\.yaml:1:1: the file is a text/ },
    { text: 'defaults:\n  wait: 5m\n  wait: 6m', says: /^c\.yaml:3:3: Map keys must be unique/ },
    { text: 'defaults:\n  wait: 5m\n---\ndefaults:', says: /^c\.yaml:3:1: a second document begins/ },
    { text: 'defaults:\n\twait: 5m', says: /^c\.yaml:2:1: Tabs are not allowed/ },
    { text: 'defaults: {wait: 5m', says: /^c\.yaml:1:20: / },
    { text: 'defaults: !thing {}', says: /Unresolved tag: !thing/ },
    { text: 'defaults: *nope', says: /Unresolved alias.*nope/ },
    { text: 'defaults: &a\n  columns: *a', says: /alias.*inside of what it stands for/ },
    { text: 'defaults: &a\n  <<: *a', says: /unfold without measure/ },
    { text: ['a0: &a0 [x, x]', ...laughs].join('\n'), says: /unfold without measure/ },
    { text: '? [a]\n: b', says: /keys must be strings/ },
    { text: '['.repeat(50_000), says: /nested more than 64 levels/ },
    { text: '- '.repeat(50_000), says: /nested more than 64 levels/ },
    { text: '{a: '.repeat(20_000), says: /nested more than 64 levels/ },
  ])('$says', ({ text, says }) => {
    expect(problemIn(() => parseConfig(text, 'c.yaml'))).toMatch(says);
  });

  test.for([
    { key: 'wait: 5x', says: /^services\.a\.wait \(c\.yaml:4\) "5x" is not a duration/ },
    { key: 'before: 1h/2h', says: /^services\.a\.before \(c\.yaml:4\)/ },
    { key: 'canary: web-01', says: /^services\.a\.canary \(c\.yaml:4\) "web-01" is not KEY=VALUE/ },
    { key: 'canaryShare: 200%', says: /^services\.a\.canaryShare \(c\.yaml:4\)/ },
    { key: 'lookEvery: 1500ms', says: /^services\.a\.lookEvery \(c\.yaml:4\).*not whole seconds/ },
    {
      key: 'connection: prd',
      says: /^services\.a\.connection \(c\.yaml:4\) names the connection "prd".*\n.*Known: prod/,
    },
  ])('also of a service that nobody judges: $key', ({ key, says }) => {
    const text = `connections: {prod: {}}\nservices:\n  a:\n    ${key}\n  b:`;
    const file = { path: '/c.yaml', ...parseConfig(text, 'c.yaml') } as ConfigFile;
    expect(problemIn(() => checkAllServices(file))).toMatch(says);
  });

  test('a value that came by an anchor is told where it was written', () => {
    const text = 'defaults: &all\n  wait: 5x\nservices:\n  a:\n    <<: *all\n';
    const file = { path: '/c.yaml', ...parseConfig(text, 'c.yaml') } as ConfigFile;
    expect(file.placeOf(['services', 'a', 'wait'])).toBe('services.a.wait (c.yaml:2)');
    expect(file.content.services?.['a']?.wait).toBe('5x');
  });

  test('the text that is wrong may be a secret, and is not repeated', () => {
    expect(problemIn(() => parseConfig('connections: s3cret', 'c.yaml'))).not.toContain('s3cret');
    expect(problemIn(() => parseConfig('connections: {a: {password: [s3cret]}}', 'c.yaml'))).not.toContain('s3cret');
  });
});

describe('files', () => {
  const written = (name: string, content: string | Buffer): string => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };

  test.for([
    { name: 'latin1.yaml', content: Buffer.from('defaults: {table: caf\xe9}', 'latin1'), says: /not UTF-8/ },
    { name: 'nul.yaml', content: 'defaults:\n  table: "a\0b"', says: /nul\.yaml:2: it holds a NUL character/ },
  ])('$name', ({ name, content, says }) => {
    expect(problemIn(() => readConfigFile(written(name, content)))).toMatch(says);
  });

  test('one of 100 MB is not read', () => {
    const file = written('large.yaml', '');
    truncateSync(file, 100e6);
    expect(problemIn(() => readConfigFile(file))).toMatch(/holds 100000000 bytes, more than/);
  });

  test('a folder, and nothing at all', () => {
    mkdirSync(path.join(folder, 'folder.yaml'));
    expect(problemIn(() => readConfigFile(path.join(folder, 'folder.yaml')))).toMatch(/is not a file/);
    expect(problemIn(() => readConfigFile(path.join(folder, 'missing.yaml')))).toMatch(/no such file/);
    expect(problemIn(() => readConfigFile('/dev/zero'))).toMatch(/is not a file/);
  });

  test.for(['', '# nothing yet\n', '{}', '\uFEFFservices: {a: }'])('%j is fine', (text) => {
    expect(problemIn(() => readConfigFile(written('fine.yaml', text)))).toBe('nothing');
  });

  test('a section without anything in it was forgotten', () => {
    expect(problemIn(() => readConfigFile(written('section.yaml', 'services:\n')))).toMatch(/services is empty/);
  });

  test('JSON is YAML', () => {
    const file = readConfigFile(
      written('a.json', JSON.stringify({ $schema: 'x', services: { a: { wait: '5m' } } }, null, '\t')),
    );
    expect(file.content.services).toEqual({ a: { wait: '5m' } });
  });
});

describe('whatever the text, there is a config or an error that a person can put right', () => {
  const onlyUserErrors = (text: string): void => {
    const problem = problemIn(() => {
      const file = { path: '/c.yaml', ...parseConfig(text, 'c.yaml') } as ConfigFile;
      checkAllServices(file);
    });
    expect(problem).not.toBe('');
  };
  const word = fc.oneof(
    fc.constantFrom('services', 'defaults', 'connections', 'hooks', 'notify', 'runbooks', 'wait', 'canary', 'columns'),
    fc.constantFrom(
      'url',
      'password',
      'level',
      'plain',
      'early',
      '<<',
      '__proto__',
      'constructor',
      'toString',
      '*a',
      '&a x',
    ),
    fc.string(),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      word,
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      tie('map'),
      fc.array(tie('value')),
    ),
    map: fc.dictionary(word, tie('value')),
  }));
  const marks = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    '- ',
    '? ',
    '\n',
    '  ',
    '\t',
    '&a ',
    '*a',
    '!!',
    '|',
    '>',
    '"',
    "'",
    '---\n',
    '%',
    '#',
    ',',
    '<<: ',
    'services',
    'a',
  );

  test('text', () => fc.assert(fc.property(fc.string({ unit: 'binary' }), onlyUserErrors)));
  test('marks of YAML', () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(marks, word)).map((parts) => parts.join('')),
        onlyUserErrors,
      ),
      { numRuns: 200 },
    ));
  test('YAML', () =>
    fc.assert(
      fc.property(value, (any) => onlyUserErrors(stringify(any))),
      { numRuns: 200 },
    ));
  test('values under the right keys', () => {
    const settings = fc.dictionary(
      fc.constantFrom(
        'wait',
        'before',
        'canary',
        'canaryShare',
        'bucket',
        'sensitivity',
        'connection',
        'early',
        'maxRows',
      ),
      fc.oneof(fc.string(), fc.constantFrom('5m', 'a=b', '5%', '30s', '1h/2h'), value),
    );
    const service = fc.dictionary(word, fc.option(settings));
    fc.assert(
      fc.property(service, settings, (services, defaults) => onlyUserErrors(JSON.stringify({ services, defaults }))),
      { numRuns: 200 },
    );
  });
});
