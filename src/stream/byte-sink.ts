/** Where bytes go. One call at a time: wait for each before the next. */
export interface ByteSink {
  /** Appends. The caller may use `bytes` for something else once the promise is fulfilled. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Overwrites bytes that were written before, for sizes in headers. Present only where going back is possible.
   *
   * @param offset bytes from the start of what was written
   */
  patch?(offset: number, bytes: Uint8Array): Promise<void>;
  /**
   * Makes what was written `size` bytes long: cuts it off, or adds zeros without writing them, to be patched later. The next
   * write follows there. Present only beside `patch`.
   */
  resize?(size: number): Promise<void>;
  /** Ends it: the result becomes visible here, and not before. */
  close(): Promise<void>;
  /** Gives up: what was written is gone without a trace. Does nothing after `close` or a first `abort`. */
  abort(reason?: unknown): Promise<void>;
}
