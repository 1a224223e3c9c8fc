/** What is encoded in Node and in Chromium. */
export const ENCODED = ["mp3", "m4a", "flac", "opus", "ogg"] as const;

/** The sound that is encoded: more than one window of a decoder. */
export const SOUND = { seconds: 25, sampleRate: 48_000, channels: 2 } as const;
