import type { MediaWarning } from "../transcode/media.ts";
import { countText } from "./quantity.ts";
import type { Terminal } from "./terminal.ts";

/** What was odd about clips while they were encoded. */
export interface ClipWarning extends MediaWarning {
  /** How many clips it was told of. */
  readonly clips: number;
}

/** Collects what was odd about clips: what is the same for many is told once. */
export class ClipWarnings {
  readonly #clips = new Map<string, ClipWarning>();

  /** Takes note of what was odd about one more clip. */
  add(warnings: readonly MediaWarning[]): void {
    for (const { code, message } of warnings) {
      const { clips = 0 } = this.#clips.get(message) ?? {};
      this.#clips.set(message, { code, message, clips: clips + 1 });
    }
  }

  get list(): ClipWarning[] {
    return [...this.#clips.values()];
  }

  /** Says them, a line each. */
  tell(argument: string, out: Terminal): void {
    for (const { code, message, clips } of this.list) {
      out.note(`warning: ${argument}: ${message} (${code}, in ${countText(clips, "clip")})`);
    }
  }
}
