/** A flag that may be given more than once. */
export function repeat(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
