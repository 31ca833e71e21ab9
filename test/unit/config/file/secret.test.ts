import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Secret } from '../../../../src/config/file/secret.js';

test.for([
  { text: 's3cret', shown: '***' },
  { text: '${NAME}', shown: '${NAME}' },
  { text: 'a${NAME}b', shown: '***${NAME}***' },
  { text: '$${NAME}', shown: '***' },
  { text: 'file:./secret', shown: 'file:./secret' },
  { text: '', shown: '' },
])('a secret $text is shown as $shown', ({ text, shown }) => {
  expect(new Secret(text, 'all').masked()).toBe(shown);
});

test.for([
  { text: 'https://db:8443', shown: 'https://db:8443', isPlain: false },
  { text: 'https://reader:s3cret@db:8443/logs', shown: 'https://reader:***@db:8443/logs', isPlain: true },
  { text: 'https://reader:${PW}@db', shown: 'https://reader:${PW}@db', isPlain: false },
  { text: 'https://t0ken@db', shown: 'https://***@db', isPlain: true },
  { text: 'https://${TOKEN}@db', shown: 'https://${TOKEN}@db', isPlain: false },
  { text: 'https://h/hook?token=t0ken', shown: 'https://h/hook?***', isPlain: true },
  { text: 'https://h/hook?token=${T}', shown: 'https://h/hook?***', isPlain: false },
  { text: 'https://h/hook?room=1', shown: 'https://h/hook?***', isPlain: false },
  { text: '${URL}', shown: '${URL}', isPlain: false },
  { text: 'reader', shown: 'reader', isPlain: false },
])('an address $text is shown as $shown', ({ text, shown, isPlain }) => {
  const secret = new Secret(text, 'credentials');
  expect([secret.masked(), secret.isPlain()]).toEqual([shown, isPlain]);
});

test('nothing of a secret that stands in the file is ever shown', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[^${}]*$/), fc.stringMatching(/^[^${}]*$/), (before, after) => {
      fc.pre(!before.startsWith('file:'));
      const shown = JSON.stringify(new Secret(`${before}\${NAME}${after}`, 'all'));
      expect(shown).toBe(JSON.stringify(`${before === '' ? '' : '***'}\${NAME}${after === '' ? '' : '***'}`));
    }),
  );
});
