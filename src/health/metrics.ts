import { Counter, Gauge, Registry } from 'prom-client';

/** A number that is read when somebody asks for it. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  /** Null where it is not known: then there is no sample. */
  read(): number | null | Promise<number | null>;
}

/** A registry that reads its numbers when it is asked, so that counting costs nothing more; `prefix` begins every name. */
export function createRegistry(prefix: string, readings: readonly Reading[]): Registry {
  const registry = new Registry();
  for (const { name, help, type, read } of readings) {
    const options = { name: `${prefix}_${name}`, help, registers: [registry] };
    if (type === 'gauge') {
      void new Gauge({
        ...options,
        async collect() {
          const value = await read();
          if (value === null) this.remove();
          else this.set(value);
        },
      });
      continue;
    }
    void new Counter({
      ...options,
      async collect() {
        const value = await read();
        this.reset();
        if (value !== null) this.inc(value);
      },
    });
  }
  return registry;
}
