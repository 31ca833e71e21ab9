import { createHash } from 'node:crypto';
import { randomGamma, randomNormal, randomPareto, randomPoisson } from 'd3-random';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Draws from the distributions that the models are made of; the same key always draws the same. */
export interface Chance {
  normal(): number;
  /** Gamma with mean `shape` and scale 1. */
  gamma(shape: number): number;
  poisson(mean: number): number;
  /** Pareto from 1 on. */
  pareto(exponent: number): number;
}

/** A stream of chance of its own for every key, so that no measurement depends on which ones ran before it. */
export function chanceOf(key: string): Chance {
  const digest = createHash('sha256').update(key).digest();
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)));
  const source = (): number => uniformFloat64(generator);
  const gamma = randomGamma.source(source);
  const poisson = randomPoisson.source(source);
  const pareto = randomPareto.source(source);
  return {
    normal: randomNormal.source(source)(),
    gamma: (shape) => gamma(shape)(),
    poisson: (mean) => (mean > 0 ? poisson(mean)() : 0),
    pareto: (exponent) => pareto(exponent)(),
  };
}
