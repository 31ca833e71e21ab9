import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readmePicture } from '../../../examples/readme-picture/picture.js';

test('the picture in the README shows what the tool prints today; if not, `npm run picture` draws it anew', () => {
  const drawn = readFileSync(new URL('../../../examples/readme-picture/rollback.svg', import.meta.url), 'utf8');
  expect(readmePicture()).toBe(drawn);
});
