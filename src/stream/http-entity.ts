/** What a URL stood for when it was opened. Parts may be put together only while it stays the same (RFC 9110 §15.3.7.3). */
export interface HttpEntity {
  /** Length in bytes. */
  readonly size: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** What `If-Range` may say; undefined where the server gave no strong validator. */
  readonly ifRange: string | undefined;
}

/** Keeps what identifies the entity, from the headers of the first answer and the total in its `Content-Range`. */
export function readEntity(headers: Headers, size: number): HttpEntity {
  const etag = headers.get("ETag");
  const lastModified = headers.get("Last-Modified");
  return { size, etag, lastModified, ifRange: strongValidator(etag, lastModified, headers.get("Date")) };
}

/**
 * `If-Range` takes no weak ETag, and a date only where there is no ETag at all and the date is strong
 * (RFC 9110 §13.1.5): the answer was made at least a second after the last change, so that no second change can hide
 * behind the same date (§8.8.2.2).
 */
function strongValidator(
  etag: string | null,
  lastModified: string | null,
  date: string | null,
): string | undefined {
  if (etag !== null) return isStrong(etag) ? etag : undefined;
  if (lastModified === null || date === null) return undefined;
  return Date.parse(date) - Date.parse(lastModified) >= 1000 ? lastModified : undefined;
}

/** RFC 9110 §8.8.3: a weak one starts with `W/`. */
function isStrong(etag: string): boolean {
  return etag.startsWith('"');
}

/** Something about an entity that is no longer as it was. */
export interface EntityChange {
  readonly what: "ETag" | "Last-Modified";
  readonly expected: string;
  readonly actual: string;
}

/**
 * Holds the headers of a later answer against the entity. A header that is missing says nothing: a 206 to an
 * `If-Range` leaves most of them out (RFC 9110 §15.3.7). The same strong ETag settles it: the machines behind one name
 * often differ in `Last-Modified` alone.
 */
export function findChange(entity: HttpEntity, headers: Headers): EntityChange | undefined {
  const etag = headers.get("ETag");
  if (entity.etag !== null && etag !== null) {
    if (etag !== entity.etag) return { what: "ETag", expected: entity.etag, actual: etag };
    if (isStrong(etag)) return undefined;
  }
  const lastModified = headers.get("Last-Modified");
  if (entity.lastModified === null || lastModified === null || lastModified === entity.lastModified)
    return undefined;
  return { what: "Last-Modified", expected: entity.lastModified, actual: lastModified };
}
