import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMapping, USUAL_TAGS, type Series } from '../../../src/collect/mapping.js';

const series = (service: string, level: Series['level'], host = '', version = ''): Series => ({
  service,
  level,
  host,
  version,
});

test.for([
  { template: 'SERVICE.logs.LEVEL', name: 'pay.logs.ERROR', tags: '', is: series('pay', 'ERROR') },
  { template: 'SERVICE.logs.LEVEL', name: 'shop.pay.logs.warning', tags: '', is: series('shop.pay', 'WARN') },
  { template: 'SERVICE.logs.LEVEL', name: 'pay.logs.total', tags: '', is: null },
  { template: 'SERVICE.logs.LEVEL', name: 'pay.requests', tags: '', is: null },
  { template: 'SERVICE.logs.LEVEL', name: '.logs.ERROR', tags: '', is: null },
  {
    template: 'stats.*.SERVICE.HOST.logs.LEVEL',
    name: 'stats.eu.pay.web-01.logs.FATAL',
    tags: '',
    is: series('pay', 'FATAL', 'web-01'),
  },
  { template: 'SERVICE-VERSION.log_LEVEL', name: 'pay-1_4.log_error', tags: '', is: series('pay', 'ERROR', '', '1_4') },
  {
    template: 'logs',
    name: 'logs',
    tags: 'service:pay,level:err,pod:pay-7f,release:1.4',
    is: series('pay', 'ERROR', 'pay-7f', '1.4'),
  },
  { template: 'logs', name: 'logs;service=pay;level=info', tags: '', is: series('pay', 'INFO') },
  { template: 'logs', name: 'logs,service=pay,level=info,host=a', tags: '', is: series('pay', 'INFO', 'a') },
  { template: 'logs', name: 'logs', tags: 'service:pay', is: null },
  { template: 'logs', name: 'logs', tags: 'level:error', is: null },
  {
    template: 'SERVICE.logs.LEVEL',
    name: 'pay.logs.ERROR',
    tags: 'host:web-01,service:other',
    is: series('pay', 'ERROR', 'web-01'),
  },
  { template: 'a+b.SERVICE.LEVEL', name: 'aab.pay.error', tags: '', is: null },
  { template: 'SERVICES.logs.LEVEL', name: 'pay.logs.error', tags: '', is: null },
] as const)('$template: $name |#$tags', ({ template, name, tags, is }) => {
  expect(createMapping([template], USUAL_TAGS)(name, tags)).toEqual(is);
});

test('the first template that fits decides', () => {
  const map = createMapping(['SERVICE.HOST.logs.LEVEL', 'SERVICE.logs.LEVEL'], USUAL_TAGS);
  expect(map('pay.web-01.logs.error', '')).toEqual(series('pay', 'ERROR', 'web-01'));
  expect(map('pay.logs.error', '')).toEqual(series('pay', 'ERROR'));
});

test('tags by names of one’s own', () => {
  const map = createMapping(['logs'], { ...USUAL_TAGS, service: ['team_app'] });
  expect(map('logs', 'team_app:pay,level:error')).toEqual(series('pay', 'ERROR'));
  expect(map('logs', 'service:pay,level:error')).toBeNull();
});

test('a place may be there once', () => {
  expect(() => createMapping(['LEVEL.SERVICE.LEVEL'], USUAL_TAGS)).toThrow('has LEVEL twice');
});

test('no template and no name crash it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ maxLength: 400 }), fc.string(), (template, name, tags) => {
      const found = createMapping([template, 'SERVICE.logs.LEVEL'], USUAL_TAGS)(name, tags);
      expect(found === null || found.service !== '').toBe(true);
    }),
  );
});
