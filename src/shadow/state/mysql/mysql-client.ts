import type { RowDataPacket } from 'mysql2';

export type MysqlClient = {
  /** Rows of the last statement; what is to be exact is asked for as text. */
  query(sql: string, values?: readonly unknown[]): Promise<readonly MysqlRow[]>;
  /** Rows as they come. */
  stream(sql: string): AsyncIterable<MysqlRow>;
  end(): Promise<void>;
};
export type MysqlRow = Readonly<Record<string, string | null>>;

export type MysqlAddress = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database?: string;
};

/** The library is loaded here, when a service has such a database and not before. */
export async function connectMysql(address: MysqlAddress): Promise<MysqlClient> {
  const { createConnection } = await import('./mysql-library.ts');
  const connection = createConnection({
    ...address,
    multipleStatements: true,
    connectTimeout: 10_000,
    charset: 'utf8mb4',
  });
  // A server that ends while nobody asks it anything is noticed by the next question.
  connection.on('error', () => {});
  const asking = connection.promise();
  await asking.connect();
  return {
    async query(sql, values = []) {
      const [rows] = await asking.query<RowDataPacket[]>(sql, [...values]);
      return Array.isArray(rows) ? (rows as unknown as readonly MysqlRow[]) : [];
    },
    stream: (sql) => connection.query(sql).stream({ highWaterMark: 1000 }),
    end: () => asking.end(),
  };
}
