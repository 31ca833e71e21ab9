import { format } from 'prettier';

/** Markdown as prettier leaves it, so that what a bench writes passes the checks. */
export function tidy(markdown: string): Promise<string> {
  return format(markdown, { parser: 'markdown', printWidth: 120 });
}

/** The text with what stands between `<!-- name -->` and `<!-- /name -->` replaced. */
export function withBlock(text: string, name: string, block: string): string {
  const between = new RegExp(`(?<=<!-- ${name} -->\\n)[^]*?(?=<!-- /${name} -->)`);
  if (!between.test(text)) throw new Error(`README.md has no block ${name}`);
  return text.replace(between, `\n${block}\n`);
}
