import { oneLine } from './headline.js';

/** An element whose text may have several lines; attributes are made one line each. */
export function textElement(tag: string, attributes: Readonly<Record<string, string>>, text: string): string {
  return `<${tag}${attributesText(attributes)}>${escape(text)}</${tag}>`;
}

/** An element with others inside, which are XML already. */
export function element(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly string[] = [],
): string {
  if (children.length === 0) return `<${tag}${attributesText(attributes)}/>`;
  return `<${tag}${attributesText(attributes)}>\n${children.join('\n')}\n</${tag}>`;
}

function attributesText(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(oneLine(value))}"`)
    .join('');
}

/** XML 1.0 has no way at all to write most control characters: `oneLine` spells them out before they come here. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
