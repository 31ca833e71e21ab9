import { z } from 'zod';

export const instant = (meaning: string) => z.iso.datetime().describe(`${meaning} ISO 8601 in UTC.`);
export const wholeFromZero = (meaning: string) => z.int().min(0).describe(meaning);
export const fromZero = (meaning: string) => z.number().min(0).describe(meaning);
export const aboveZero = (meaning: string) => z.number().positive().describe(meaning);
export const text = (meaning: string) => z.string().describe(meaning);
