export { toAudioBuffer } from "./to-audio-buffer.ts";
export { webAudioProcessor } from "./web-audio-processor.ts";
