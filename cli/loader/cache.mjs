// Bundles between runs. A manifest states what a bundle was made of and its digest. It is written last, and each file
// takes its place whole, so that neither a run that is killed nor two runs at the same time leave half a file. What is
// read is compared with its digest; what does not match is built again.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Milliseconds by which the time of a file can be behind the clock. */
const tick = 20;

/** A file by its content, a folder by the names in it. */
export function byContent(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error.code !== 'EISDIR') throw error;
    return readdirSync(file).sort().join('\n');
  }
}

/** A file by its size and times: for the many files of packages, which an installation replaces. */
export function byStat(file) {
  const { ctimeMs, mtimeMs, size } = statSync(file);
  return `${size} ${mtimeMs} ${ctimeMs}`;
}

/**
 * Returns the bundle that is kept, or undefined where there is none or something that it was made of has changed.
 *
 * @param cache `folder` and `name` of the bundle; `base`, to which its files are relative; `versions` of what makes it;
 *   `identify`, which is `byContent` or `byStat`
 */
export function kept(cache) {
  const text = readSealed(manifestFile(cache));
  if (!text) return undefined;
  const manifest = JSON.parse(text);
  const file = bundleFile(cache, manifest.digest);
  const code = readIfPresent(file);
  const isFresh = code && digest([code]) === manifest.digest && fingerprint(cache, manifest) === manifest.fingerprint;
  return isFresh ? { code, file, manifest } : undefined;
}

/** Builds a bundle, and keeps it in the place of an older one. */
export async function keep(cache, build) {
  const started = Date.now();
  const { code, map, ...about } = await build();
  const manifest = { ...about, digest: digest([code]), fingerprint: fingerprint(cache, about) };
  const file = bundleFile(cache, manifest.digest);
  // A file that was edited during the build may differ from what the bundler read.
  if (manifest.fingerprint && newest(cache, about) < started - tick) {
    writeWhole(file, code);
    writeWhole(`${file}.map`, map);
    writeSealed(manifestFile(cache), JSON.stringify(manifest));
    removeOlder(cache, manifest);
  }
  return { code: Buffer.from(code.buffer, code.byteOffset, code.byteLength), file, manifest };
}

/** Returns the content of a file that `writeSealed` wrote, or undefined where it is not what was written. */
export function readSealed(file) {
  const sealed = readIfPresent(file);
  const content = sealed?.subarray(64);
  return content && sealed.latin1Slice(0, 64) === digest([content]) ? content : undefined;
}

/** Writes a file that begins with the digest of its content. */
export function writeSealed(file, content) {
  writeWhole(file, Buffer.concat([Buffer.from(digest([content])), Buffer.from(content)]));
}

/** A cache that cannot be written costs the next run time, and must not fail this one. */
function writeWhole(file, content) {
  const temporary = `${file}.${randomUUID()}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch {
    if (existsSync(temporary)) rmSync(temporary, { force: true });
  }
}

function removeOlder({ folder, name }, { digest: current }) {
  const isOlder = (file) =>
    file.startsWith(`${name}.`) && !file.startsWith(`${name}.${current}.`) && file !== `${name}.json`;
  for (const file of namesIn(folder).filter(isOlder)) rmSync(path.join(folder, file), { force: true });
}

function fingerprint({ base, identify, versions }, { files }) {
  try {
    return digest([...versions, ...files.flatMap((file) => [file, identify(path.join(base, file))])]);
  } catch {
    // A file is gone.
    return undefined;
  }
}

function newest({ base }, { files }) {
  return Math.max(...files.map((file) => statSync(path.join(base, file)).ctimeMs));
}

function digest(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

function manifestFile({ folder, name }) {
  return path.join(folder, `${name}.json`);
}

function bundleFile({ folder, name }, hash) {
  return path.join(folder, `${name}.${hash}.cjs`);
}

function readIfPresent(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
