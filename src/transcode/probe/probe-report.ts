/** One packet as ffprobe reports it; times are in ticks of the stream's time base. */
export interface ProbePacket {
  readonly stream_index?: number;
  readonly pts?: number;
  readonly duration?: number;
  readonly side_data_list?: readonly {
    readonly side_data_type?: string;
    readonly skip_samples?: number;
  }[];
}

/** One stream as ffprobe reports it. Fields that are not known are missing. */
export interface ProbeStream {
  readonly index: number;
  /** The container's own number of it, in hexadecimal: `"0x1"`. */
  readonly id?: string;
  readonly codec_name?: string;
  readonly codec_type?: string;
  /** The container's own name of the encoding. */
  readonly codec_tag_string?: string;
  readonly sample_rate?: string;
  readonly channels?: number;
  /** Which channel is where: `"stereo"`, `"5.1(side)"`, `"3 channels (FL+FR+BC)"`. */
  readonly channel_layout?: string;
  readonly bits_per_sample?: number;
  readonly bits_per_raw_sample?: string;
  readonly bit_rate?: string;
  readonly width?: number;
  readonly height?: number;
  /** Seconds of a tick, as a fraction. */
  readonly time_base?: string;
  readonly start_pts?: number;
  readonly duration_ts?: number;
  /** Seconds, as a decimal. */
  readonly start_time?: string;
  /** Seconds, as a decimal. */
  readonly duration?: string;
  readonly disposition?: Readonly<Record<string, number>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** One chapter as ffprobe reports it, in decimal seconds. */
export interface ProbeChapter {
  readonly start_time?: string;
  readonly end_time?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The file as a whole as ffprobe reports it. */
export interface ProbeFormat {
  readonly filename?: string;
  /** The demuxer's names, parted by commas. */
  readonly format_name?: string;
  /** Seconds, as a decimal, where it is known. */
  readonly duration?: string;
  readonly bit_rate?: string;
  /** Seconds, as a decimal. */
  readonly start_time?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * What ffprobe 5.1 prints with `-of json -show_format -show_streams -show_chapters -show_packets`. Of a file
 * that it cannot open, it prints an empty object.
 */
export interface ProbeReport {
  readonly format?: ProbeFormat;
  readonly streams?: readonly ProbeStream[];
  readonly chapters?: readonly ProbeChapter[];
  readonly packets?: readonly ProbePacket[];
}

/** A number out of a field that may be missing, `"N/A"`, or written as text. */
export function probeNumber(field: string | number | undefined): number | undefined {
  const value = typeof field === "string" && field.trim() !== "" ? Number(field) : field;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A fraction such as `"1/48000"`, or `undefined` where it is none above 0. */
export function probeFraction(field: string | undefined): { num: number; den: number } | undefined {
  const match = /^(\d+)\/(\d+)$/.exec(field ?? "");
  const num = Number(match?.[1]);
  const den = Number(match?.[2]);
  return num > 0 && den > 0 ? { num, den } : undefined;
}
