// The search box: a combobox with a list, as the ARIA practices describe it.
import { findSymbols } from './find-symbols.mjs';
import { describe } from './symbol-panel.mjs';

export function startSearch(graph, select) {
  const [input, list] = [document.getElementById('search'), document.getElementById('found')];
  let found = [];
  let active = -1;

  function show(items) {
    found = items;
    list.replaceChildren(...items.map(option));
    if (items.length === 0 && input.value.trim() !== '') {
      const none = document.createElement('div');
      none.className = 'none';
      none.textContent = 'Nothing found. Try fewer letters.';
      list.append(none);
    }
    list.hidden = list.childElementCount === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
    activate(items.length > 0 ? 0 : -1);
  }

  function option(item, index) {
    const line = document.createElement('div');
    line.id = `found-${index}`;
    line.role = 'option';
    line.append(...describe(graph, item, ''));
    // Before the box loses the focus, which closes the list.
    line.addEventListener('pointerdown', (event) => event.preventDefault());
    line.addEventListener('click', () => choose(item));
    return line;
  }

  function activate(index) {
    list.children[active]?.removeAttribute('aria-selected');
    active = index;
    const line = found.length > 0 ? list.children[index] : undefined;
    line?.setAttribute('aria-selected', 'true');
    line?.scrollIntoView({ block: 'nearest' });
    if (line) input.setAttribute('aria-activedescendant', line.id);
    else input.removeAttribute('aria-activedescendant');
  }

  function choose(item) {
    close();
    select(item);
  }

  function close() {
    found = [];
    active = -1;
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  input.addEventListener('input', () => show(findSymbols(graph, input.value)));
  input.addEventListener('focus', () => input.value && show(findSymbols(graph, input.value)));
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      activate((active + step + found.length) % found.length);
    } else if (event.key === 'Enter' && found[active] !== undefined) choose(found[active]);
    else if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  return { focus: () => input.select() };
}
