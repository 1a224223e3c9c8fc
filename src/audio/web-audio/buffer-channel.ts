/**
 * Copies frames into a channel of an AudioBuffer.
 *
 * This is not done through `getChannelData`: in node-web-audio-api 1.0 what that returns does not keep the buffer
 * alive, and would be a view of memory that has become something else's.
 *
 * @internal
 */
export function writeChannel(buffer: AudioBuffer, channel: number, plane: Float32Array, start = 0): void {
  buffer.copyToChannel(isOwn(plane) ? plane : plane.slice(), channel, start);
}

/**
 * Fills a plane with the frames of a channel from `start` on.
 *
 * @internal
 */
export function readChannel(
  buffer: Pick<AudioBuffer, "copyFromChannel">,
  channel: number,
  plane: Float32Array,
  start = 0,
): void {
  if (isOwn(plane)) {
    buffer.copyFromChannel(plane, channel, start);
    return;
  }
  const own = new Float32Array(plane.length);
  buffer.copyFromChannel(own, channel, start);
  plane.set(own);
}

/** Web Audio refuses memory that is shared between threads. */
function isOwn(plane: Float32Array): plane is Float32Array<ArrayBuffer> {
  return plane.buffer instanceof ArrayBuffer;
}
