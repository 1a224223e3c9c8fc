/** What every run of ffmpeg begins with. */
export const RUN_ARGS: readonly string[] = [
  "-hide_banner",
  "-nostdin",
  ...["-loglevel", "level+warning"],
  ...["-stats_period", "0.1"],
];
