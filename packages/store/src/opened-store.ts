import type { Store } from './store.ts';

/** A store that can say what an error of its database means. */
export interface OpenedStore<Tables> extends Store<Tables> {
  explain(error: unknown): unknown;
}
