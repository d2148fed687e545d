export type { Migrations } from './migrate.ts';
export type { DatabaseDialect, Store } from './opened-store.ts';
export { openStore, type StoreOptions, type StorePlace } from './store.ts';
