export type { Migrations } from './migrate.ts';
export { type Dialect, openStore, type Store, type StoreOptions } from './store.ts';
