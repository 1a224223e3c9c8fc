/** Files, and Web Audio, for Node. Everything else of the library runs in browsers too. */
export { toAudioBuffer, webAudioProcessor } from "./audio/node/index.ts";
export {
  editableFile,
  type FileSinkOptions,
  fileFolder,
  fileSink,
  fileSource,
  type OpenFile,
} from "./stream/node/index.ts";
