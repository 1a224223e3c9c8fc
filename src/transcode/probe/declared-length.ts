/** How long a recording is by what its container says. */
export interface DeclaredFrames {
  readonly frames: number;
  /**
   * Whether the container says so to the frame; else it is an upper bound, and the last packet may end before
   * it.
   */
  readonly exact: boolean;
  /** Of whom it says so: of this sound, or of the file, whose film may be longer. */
  readonly of: "sound" | "file";
  /**
   * Whether what decoders give behind `frames` is the filling of the last packet, which the container says to
   * leave out.
   */
  readonly cutsFilling?: boolean;
}
