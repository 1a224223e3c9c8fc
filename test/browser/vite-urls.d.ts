/** What Vite gives in place of a file: where the server has it. */
declare module "@ffmpeg/core?url" {
  const url: string;
  export default url;
}

declare module "@ffmpeg/core/wasm?url" {
  const url: string;
  export default url;
}
