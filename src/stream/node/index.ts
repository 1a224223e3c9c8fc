export { editableFile } from "./editable-file.ts";
export { fileFolder } from "./file-folder.ts";
export { type FileSinkOptions, fileSink } from "./file-sink.ts";
export { fileSource, type OpenFile } from "./file-source.ts";
