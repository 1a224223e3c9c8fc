/** What a command does beside its output. */
export interface CommandContext {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Called when a command did a part of its work only. */
  readonly fail: () => void;
}
