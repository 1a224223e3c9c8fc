/** What a job writes. */
export interface JobOutput {
  /** Whether it can go back. */
  readonly isSeekable: boolean;
  /** Bytes so far. */
  readonly size: number;
  /** Whether they could be written. */
  write(offset: number, bytes: Uint8Array): boolean;
  /** Nothing more comes. Returns what was collected, where that is kept here. */
  end(): Uint8Array<ArrayBuffer> | undefined;
}
