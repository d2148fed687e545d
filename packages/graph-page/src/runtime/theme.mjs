// Light and dark: as the system says, until a person says otherwise.
export function startTheme(onChange) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  dark.addEventListener('change', onChange);
  document.getElementById('theme').addEventListener('click', () => {
    const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches;
    root.dataset.theme = isDark ? 'light' : 'dark';
    onChange();
  });
}
