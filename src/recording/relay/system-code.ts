/** The code that Node gives an error of the system (`ENOSPC`, `ECONNRESET`), which unlike its message holds no traffic. */
export function systemCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'failed';
}
