import { setFlagsFromString } from "node:v8";

/**
 * Turns V8's optimizing compiler on, without which the command starts, since most of what it does is moving
 * bytes. What computes samples, or goes over very many things, would take ten times as long.
 */
export function computeFast(): void {
  setFlagsFromString("--opt");
}
