import { CmError } from '@cm/core';

export function emptyGraph(): CmError {
  return new CmError('there is nothing to draw: the graph has no symbols', {
    code: 'CM_EMPTY_GRAPH',
    hint: 'run cm scan and see how many files it finds; cm scan --json lists what it skips, with the reasons',
  });
}

export function graphTooLarge(nodes: number, most: number): CmError {
  return new CmError(`${nodes} symbols are more than a page can show, which is ${most}`, {
    code: 'CM_GRAPH_TOO_LARGE',
    hint: 'draw a part: the files alone, or what is near to one symbol',
  });
}
