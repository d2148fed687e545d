// Real servers for tests and benches: started on a free loopback port, gone with whoever started them.
export { type PostgresService, startPostgres } from './services/postgres.ts';
export { startRedis } from './services/redis.ts';
export type { Service } from './services/start-server.ts';
