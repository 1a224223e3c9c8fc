import type { ContainerName } from "../wav/container.ts";

const BY_EXTENSION: Readonly<Record<string, ContainerName>> = {
  ".bw64": "BW64",
  ".rf64": "RF64",
  ".w64": "W64",
};

/** How names ask for one. */
export const CONTAINER_ENDINGS: readonly string[] = Object.keys(BY_EXTENSION).map((name) => name.slice(1));

/** The container that the name of a file asks for; `undefined` for the usual one. */
export function containerFor(output: string): ContainerName | undefined {
  const [extension = ""] = /\.[^./\\]*$/.exec(output.toLowerCase()) ?? [];
  return BY_EXTENSION[extension];
}
