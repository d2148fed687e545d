// Colours as the style sheet gives them, for the canvas: read again when the theme changes.
const NAMES = {
  background: '--canvas',
  ink: '--ink',
  quiet: '--ink-3',
  halo: '--halo',
  folder: '--folder',
  folderLine: '--folder-line',
  closed: '--closed',
  file: '--file',
  fileLine: '--file-line',
  muted: '--muted',
  accent: '--accent',
  incoming: '--incoming',
  outgoing: '--outgoing',
};

/** Types that are alike share a colour. */
export const TYPE_COLORS = {
  function: '--t-function',
  method: '--t-method',
  class: '--t-class',
  struct: '--t-class',
  interface: '--t-type',
  type: '--t-type',
  enum: '--t-type',
  constant: '--t-constant',
  test: '--t-test',
  'doc section': '--t-doc',
  route: '--t-route',
  module: '--t-module',
};

export const EDGE_COLORS = {
  calls: '--t-function',
  instantiates: '--t-class',
  imports: '--t-module',
  extends: '--t-type',
  implements: '--t-type',
  references: '--t-constant',
  tests: '--t-test',
  documents: '--t-doc',
};

const DEPTHS = ['--depth-1', '--depth-2', '--depth-3', '--depth-4', '--depth-5'];

export function readPalette(graph) {
  const probe = document.createElement('i');
  document.body.append(probe);
  const color = (variable) => {
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    ...Object.fromEntries(Object.entries(NAMES).map(([name, variable]) => [name, color(variable)])),
    types: graph.types.map((type) => color(TYPE_COLORS[type] ?? '--t-module')),
    edges: graph.edgeTypes.map((type) => color(EDGE_COLORS[type] ?? '--t-module')),
    depths: DEPTHS.map(color),
  };
  probe.remove();
  return palette;
}
