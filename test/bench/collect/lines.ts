const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'];
const SERVICES = 50;

/** Counters of fifty services at four levels, in datagrams of so many lines; each line counts one. */
export function datagramsOf(linesEach: number): readonly Buffer[] {
  const lines = Array.from({ length: SERVICES * LEVELS.length }, (_, index) => {
    const service = `shop.service-${index % SERVICES}`;
    return `${service}.logs.${LEVELS[Math.floor(index / SERVICES)]}:1|c`;
  });
  return lines.map((_, start) =>
    Buffer.from(Array.from({ length: linesEach }, (_unused, at) => lines[(start + at) % lines.length]).join('\n')),
  );
}
