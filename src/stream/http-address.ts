import { LongwaveError } from "./error.ts";

/** Where to send requests, with the credentials taken out of the text. */
export interface HttpAddress {
  /** Without user and password, so that it can be shown. */
  readonly url: string;
  /** The value of the `Authorization` header that the URL's credentials amount to. */
  readonly authorization: string | undefined;
}

/**
 * Takes a URL apart. `fetch` refuses one with credentials in it, and messages must not show them.
 *
 * @throws LongwaveError `http/bad-url` unless it is an absolute http or https URL
 */
export function parseHttpAddress(text: string | URL): HttpAddress {
  const given = String(text);
  if (!URL.canParse(given)) throw badUrl(given);
  const url = new URL(given);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw badUrl(given);
  const authorization = basicAuthorization(url, given);
  url.username = "";
  url.password = "";
  return { url: url.href, authorization };
}

/** RFC 7617 §2: the credentials in base64, here in UTF-8. */
function basicAuthorization(url: URL, given: string): string | undefined {
  if (url.username === "" && url.password === "") return undefined;
  let credentials: string;
  try {
    credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  } catch {
    throw badUrl(given);
  }
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(credentials)))}`;
}

/** Has no cause: the platform's own error repeats the whole text, and that may hold a password. */
function badUrl(given: string): LongwaveError {
  const shown = given.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, "$1");
  return new LongwaveError(
    "http/bad-url",
    `expected an absolute http or https URL, got ${JSON.stringify(shown)}`,
    {
      url: shown,
      actual: shown,
      expected: "an absolute http or https URL",
    },
  );
}
