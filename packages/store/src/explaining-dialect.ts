import type { DatabaseConnection, Dialect, Driver } from 'kysely';

type Explain = (error: unknown) => unknown;

/** A dialect whose every error has gone through `explain`, wherever in kysely it comes out. */
export function explainingDialect(dialect: Dialect, explain: Explain): Dialect {
  return {
    createDriver: () => explainDriver(dialect.createDriver(), explain),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

/** Connections stay the objects that they are, since kysely's drivers know them by identity and private members. */
function explainDriver(driver: Driver, explain: Explain): Driver {
  const seen = new WeakSet<DatabaseConnection>();
  const acquire = driver.acquireConnection.bind(driver);
  driver.acquireConnection = async (options) => {
    const connection = await acquire(options).catch((error: unknown) => {
      throw explain(error);
    });
    if (!seen.has(connection)) explainConnection(connection, explain);
    seen.add(connection);
    return connection;
  };
  return driver;
}

function explainConnection(connection: DatabaseConnection, explain: Explain): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async <Row>(...args: Parameters<typeof execute>) => {
    try {
      return await execute<Row>(...args);
    } catch (error) {
      throw explain(error);
    }
  };
}
