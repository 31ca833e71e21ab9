import { block, markup, type Markup } from './markup.js';

/**
 * Text to be copied, such as a command. What is copied is what is shown: signs that a terminal would obey are spelled out in
 * both. The button appears only where the script runs.
 */
export function copyable(text: string, name: string): Markup {
  return markup`<div class="copyable">
    <pre tabindex="0" role="group" aria-label="${name}"><code>${block(text)}</code></pre>
    <button type="button" class="copy" hidden aria-label="Copy: ${name}">copy</button>
  </div>`;
}
