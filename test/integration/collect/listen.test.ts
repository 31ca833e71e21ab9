import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../../src/collect/listen.js';

test('connections beyond the most are refused, which is told', async () => {
  const pieces: string[] = [];
  let refused = 0;
  const intake = {
    datagram: () => {},
    stream: () => ({ bytes: (piece: Buffer) => void pieces.push(piece.toString()), end: () => {} }),
  };
  const address = { kind: 'tcp', host: '127.0.0.1', port: 0 } as const;
  const listener = await listen(address, intake, {
    receiveBufferBytes: 4096,
    mostConnections: 1,
    among: [address],
    onRefused: () => (refused += 1),
  });
  onTestFinished(() => listener.close());
  const client = () => connect(Number(listener.address.split(':').at(-1)), '127.0.0.1').on('error', () => {});

  const first = client();
  first.write('pay.logs.ERROR:1|c\n');
  await expect.poll(() => pieces).toEqual(['pay.logs.ERROR:1|c\n']);
  const second = client();
  await once(second, 'close');
  expect(refused).toBe(1);
  first.destroy();
});
