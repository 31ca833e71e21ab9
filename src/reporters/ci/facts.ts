import { withinBytes } from '../../core/text/cut.js';
import { headlineOf } from './headline.js';
import type { Ending } from '../../core/ending.js';

/** One value that later steps of a pipeline can read; its name is kebab-case, its value never empty. */
export interface Fact {
  readonly name: 'verdict' | 'exit-code' | 'reason' | 'message' | 'service';
  readonly value: string;
}

/**
 * What every CI system hands on to later steps. The values hold letters, digits, blanks and `. , : / + - _ × ≤ ≥` alone,
 * because pipelines paste them into scripts: nothing in them means anything to a shell, an expression or a log.
 */
export function factsOf(ending: Ending): readonly Fact[] {
  const { verdict, exitCode, reason, message, service } = headlineOf(ending);
  return [
    { name: 'verdict', value: verdict },
    { name: 'exit-code', value: String(exitCode) },
    { name: 'reason', value: plainText(reason, 100) },
    { name: 'message', value: plainText(message, 500) },
    { name: 'service', value: plainText(service ?? '', 200) },
  ];
}

/** `exit-code` as `EXIT_CODE`, for environments. */
export function upperName(name: Fact['name']): string {
  return name.toUpperCase().replace('-', '_');
}

function plainText(text: string, mostBytes: number): string {
  const plain = text
    .replace(/\s*%/g, ' per cent')
    .replace(/[–—−]/g, '-')
    .replace(/\s*[(;][\s(;]*/g, ', ')
    .replace(/\)/g, '')
    .replace(/[^\p{L}\p{N} .,:/+\-_×≤≥]+/gu, ' ')
    .replace(/:{2,}/g, ':')
    .replace(/ {2,}/g, ' ')
    // What begins with a sign could be taken for a flag, a comment or a path.
    .replace(/^[^\p{L}\p{N}]+/u, '');
  return withinBytes(plain, mostBytes).trim() || 'none';
}
