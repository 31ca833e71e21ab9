import { expect, test } from 'vitest';
import { paymentsReport } from '../../../examples/report-pictures/payments-report.js';
import { htmlReport } from '../../../src/reporters/html.js';
import { markdownReport } from '../../../src/reporters/markdown.js';
import { webAddress } from '../../../src/reporters/web-address.js';

test.for([
  { text: 'https://wiki.example.org/runbooks?code=a#do', address: 'https://wiki.example.org/runbooks?code=a#do' },
  { text: 'http://wiki/x y', address: 'http://wiki/x%20y' },
  { text: 'https://wiki/a">b<c>(d)`', address: 'https://wiki/a%22%3Eb%3Cc%3E(d)%60' },
  { text: 'javascript:alert(1)', address: null },
  { text: ' jAvaScript:alert(1)', address: null },
  { text: 'data:text/html,x', address: null },
  { text: 'file:///etc/passwd', address: null },
  { text: 'https://user:secret@wiki/', address: null },
  { text: '//wiki/', address: null },
  { text: '', address: null },
])('$text', ({ text, address }) => {
  expect(webAddress(text)).toBe(address);
});

test('a team’s own runbook is linked where its address is one of the web', () => {
  const linked = { ...paymentsReport(), runbookUrls: { 'errors-over-limit': 'https://wiki.example.org/errors' } };
  expect(htmlReport(linked)).toContain('<a href="https://wiki.example.org/errors" rel="noreferrer noopener">');
  expect(markdownReport(linked)).toContain('[Runbook](<https://wiki.example.org/errors>)');
});

test('any other address is shown and leads nowhere', () => {
  const other = { ...paymentsReport(), runbookUrls: { 'errors-over-limit': 'javascript:window.hacked=1' } };
  expect(htmlReport(other)).toContain('<code><bdi>javascript:window.hacked=1</bdi></code>');
  expect(htmlReport(other)).not.toContain('href="javascript');
  expect(markdownReport(other)).not.toContain('javascript');
});

test('a code that every object knows has no runbook', () => {
  const report = { ...paymentsReport(), runbookUrls: {} };
  const findings = report.findings.map((finding) => ({ ...finding, code: 'constructor' }));
  expect(htmlReport({ ...report, findings })).toContain('<code>constructor</code>');
});
