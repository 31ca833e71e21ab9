import { describe, expect, test } from 'vitest';
import { templateOf } from '../../../../src/core/signatures/template.js';

describe('the sign in front of a number', () => {
  test.for([
    { lines: ['balance 12.5 too low', 'balance -12.5 too low'], template: 'balance <*> too low' },
    { lines: ['offset=17', 'offset=-17'], template: 'offset=<*>' },
    { lines: ['3 retries left', '-1 retries left'], template: '<*> retries left' },
    { lines: ['at (4,9)', 'at (-4,9)', 'at (4,-9)'], template: 'at (<*>)' },
  ])('makes no error new: $template', ({ lines, template }) => {
    expect(lines.map(templateOf)).toEqual(lines.map(() => template));
  });

  test('is none where it joins a name', () => {
    expect(templateOf('worker-5 died')).toBe('worker-<*> died');
    expect(templateOf('read - 5 bytes')).toBe('read - <*> bytes');
  });
});

describe('the frames of a stack are no part of an error', () => {
  const stacks = [
    'Error: no route\n    at pay (/app/pay.js:17:3)\n    at main (/app/main.js:4:1)',
    'Error: no route\n    at charge (/app/charge.js:9:1)',
    'Error: no route\n    at "quoted" (/app/a.js:1:1)\r\n    at main (/app/main.js:4:1)',
  ];

  test('in a line', () => {
    expect(stacks.map(templateOf)).toEqual(stacks.map(() => 'Error: no route'));
  });

  test('in JSON, where what follows the stack stays', () => {
    const bodies = stacks.map((stack) => JSON.stringify({ err: { message: 'no route', stack }, route: '/pay' }));
    const [template = '', ...others] = bodies.map(templateOf);
    expect(others).toEqual([template, template]);
    expect(template).toContain('message: no route');
    expect(template).toContain('route: ');
  });

  test('in JSON by Python, where the exception behind them is', () => {
    const trace = (frame: string, exception = 'ValueError') =>
      JSON.stringify({
        exc_info: `Traceback (most recent call last):\n  File "${frame}", line 17, in pay\n${exception}: no route`,
      });
    expect(templateOf(trace('/app/pay.py'))).toBe(templateOf(trace('charge.py')));
    expect(templateOf(trace('/app/pay.py', 'KeyError'))).not.toBe(templateOf(trace('/app/pay.py')));
  });
});

describe('a code is kept, and what stands around it is what it was', () => {
  test.for([
    ['{"status":503,"route":"/pay"}', '{status: 503,route: <*>}'],
    ['{"status":"503","route":"/pay"}', '{status: 503,route: <*>}'],
    ['{"code":"E4021","orderId":"a7"}', '{code: E4021,orderId: <*>}'],
    ['{"msg":"declined","errorCode":"PAY-17"}', '{msg: declined,errorCode: PAY-17}'],
    ['declined, code: PAY-17', 'declined, code: PAY-17'],
    ['code="E4021" order="a7"', 'code=E4021 order=<*>'],
    ["failed with 'E4021' at last", 'failed with E4021 at last'],
    ['worker "pay (E4021)" died', 'worker "pay (E4021)" died'],
    ['[PAY-17] declined', '[PAY-17] declined'],
    ['ORA-00942: table or view does not exist', 'ORA-00942: table or view does not exist'],
    ['"GET /pay HTTP/1.1" 503 1234', '"GET /pay HTTP/1.1" 503 <*>'],
    ['exit status 137, signal 9', 'exit status 137, signal <*>'],
    ['order code 123456789 failed', 'order code <*> failed'],
  ] as const)('%s', ([line, template]) => {
    expect(templateOf(line)).toBe(template);
  });
});
