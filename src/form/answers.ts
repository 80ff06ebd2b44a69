/** A postal address; `country` is ISO 3166-1 alpha-2, `houseNumber` may be empty. */
export type Address = {
  readonly street: string;
  readonly houseNumber: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
};

/** An uploaded file by its handle in attachment storage; `size` in bytes. */
export type Attachment = {
  readonly handle: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  /** Of its content, hex: so the receipt covers it. */
  readonly sha256: string;
};

/** What was answered, in canonical form: numbers and money as decimal strings, dates as `YYYY-MM-DD`, a list as entries. */
export type Answer =
  | string
  | boolean
  | Address
  | readonly string[]
  | readonly Attachment[]
  | readonly { readonly [field: string]: Answer }[];

/** Answers by field id. A field without answer is absent: never null, never ''. */
export type Answers = { readonly [field: string]: Answer };
