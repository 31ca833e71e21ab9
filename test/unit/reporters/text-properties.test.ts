import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { reporters } from '../../../src/reporters/index.js';
import { anyReport } from '../../helpers/arbitrary-report.js';

const columns = fc.integer({ min: 24, max: 130 });
const colorLevel = fc.constantFrom(0, 1, 2, 3);
const SGR = new RegExp(String.raw`${String.fromCodePoint(27)}\[[\d;]*m`, 'g');

test('no line is wider than the terminal', () => {
  fc.assert(
    fc.property(anyReport, columns, colorLevel, fc.boolean(), (report, width, level, unicode) => {
      const text = reporters.text(report, { columns: width, colorLevel: level, unicode });
      for (const line of text.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
    }),
  );
});

test('nothing steers the terminal but our own colours, and not even they when colour is off', () => {
  fc.assert(
    fc.property(anyReport, columns, colorLevel, fc.boolean(), (report, width, level, unicode) => {
      const text = reporters.text(report, { columns: width, colorLevel: level, unicode });
      const shown = level === 0 ? text : text.replace(SGR, '');
      expect(shown).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('without unicode every character is ASCII', () => {
  fc.assert(
    fc.property(anyReport, columns, (report, width) => {
      const text = reporters.text(report, { columns: width, colorLevel: 0, unicode: false });
      expect(text).toMatch(/^[\n -~]*$/);
    }),
  );
});

test('colour changes nothing but the colour and the margin of the verdict', () => {
  fc.assert(
    fc.property(anyReport, columns, fc.boolean(), (report, width, unicode) => {
      const plain = reporters.text(report, { columns: width, colorLevel: 0, unicode }).split('\n').slice(1);
      const colored = reporters
        .text(report, { columns: width, colorLevel: 1, unicode })
        .replace(SGR, '')
        .split('\n')
        .slice(1);
      expect(colored.length).toBe(plain.length);
    }),
  );
});

test('the y axis begins at zero', () => {
  fc.assert(
    fc.property(anyReport, columns, (report, width) => {
      const text = reporters.text(report, { columns: width, colorLevel: 0, unicode: false });
      expect(text).toMatch(/^ {5}0\+[-=]+\+[-=]*$/m);
    }),
  );
});

test('any width is survived', () => {
  fc.assert(
    fc.property(anyReport, fc.constantFrom(0, 1, 7, Number.NaN, Infinity, 1e9), (report, width) => {
      expect(reporters.text(report, { columns: width, colorLevel: 0, unicode: true })).toMatch(/\n$/);
    }),
  );
});
