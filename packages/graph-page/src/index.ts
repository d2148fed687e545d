export { type GraphPageInput, MOST_NODES, renderGraphPage } from './graph-page.ts';
