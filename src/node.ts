/** Files, for Node. Everything else of the library runs in browsers too. */
export {
  editableFile,
  type FileSinkOptions,
  fileFolder,
  fileSink,
  fileSource,
  type OpenFile,
} from "./stream/node/index.ts";
