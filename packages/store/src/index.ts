export type { Migrations } from './migrate.ts';
export { type DatabaseDialect, openStore, type Store, type StoreOptions, type StorePlace } from './store.ts';
