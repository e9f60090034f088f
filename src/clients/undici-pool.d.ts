/** All of undici, of which the tail needs but this, would cost 25 ms of each start. */
declare module 'undici/lib/dispatcher/pool.js' {
  import type { Pool } from 'undici';

  /** Only undici's index puts these on a pool. */
  type Missing = 'request' | 'stream' | 'pipeline' | 'connect' | 'upgrade';
  const BarePool: new (url: string, options?: Pool.Options) => Omit<Pool, Missing>;
  export default BarePool;
}
