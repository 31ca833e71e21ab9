/** The name of a metric without its tags, and the tags. */
export interface TaggedName {
  readonly name: string;
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * Takes tags off a name: Graphite's `name;key=value`, Influx's `name,key=value`, and DogStatsD's `key:value,key:value`, which came
 * behind the value. A tag without a value is one with an empty value; of two with one key the last counts.
 */
export function takeTags(rawName: string, dogTags: string): TaggedName {
  const separator = rawName.includes(';') ? ';' : ',';
  const [name = '', ...own] = rawName.split(separator);
  const tags = new Map<string, string>();
  for (const tag of own) addTag(tags, tag, '=');
  if (dogTags !== '') for (const tag of dogTags.split(',')) addTag(tags, tag, ':');
  return { name: name.trim(), tags };
}

function addTag(tags: Map<string, string>, tag: string, sign: string): void {
  const at = tag.indexOf(sign);
  const key = (at === -1 ? tag : tag.slice(0, at)).trim();
  if (key !== '') tags.set(key, at === -1 ? '' : tag.slice(at + 1).trim());
}
