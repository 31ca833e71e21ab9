// Makes the copy buttons work, and shows them, because without a script they would do nothing.
'use strict';
(() => {
  const status = document.querySelector('#status');
  /** @param {string} text */
  const announce = (text) => {
    if (status !== null) status.textContent = text;
  };

  for (const button of document.querySelectorAll('button.copy')) {
    const text = button.previousElementSibling;
    if (!(button instanceof HTMLButtonElement) || text === null) continue;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const isCopied = await copy(text);
      button.textContent = isCopied ? 'copied' : 'selected';
      announce(isCopied ? 'Copied.' : 'Selected: copy it with the keyboard.');
      setTimeout(() => {
        button.textContent = 'copy';
        announce('');
      }, 2000);
    });
  }

  /** Where the clipboard is refused, as in some frames, the text is selected for the reader's own keys. @param {Element} element */
  async function copy(element) {
    try {
      await navigator.clipboard.writeText(element.textContent ?? '');
      return true;
    } catch {
      getSelection()?.selectAllChildren(element);
      return false;
    }
  }
})();
