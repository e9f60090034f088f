/** The part of the SDK that we use; the package carries no declarations of its own. */
declare module '@alicloud/mns' {
  interface Options {
    accessKeyId: string;
    accessKeySecret: string;
    securityToken?: string;
    /** With scheme, without path. */
    endpoint: string;
  }

  class Client {
    constructor(accountId: string, options: Options);
    accessKeyID: string;
    accessKeySecret: string;
    securityToken: string | undefined;
    /** All headers of a signed request, names in lower case; `headers` win over the computed ones. */
    buildHeaders(
      method: string,
      body: Buffer,
      resource: string,
      headers: Record<string, string>,
    ): Record<string, string | number>;
  }

  export = Client;
}
