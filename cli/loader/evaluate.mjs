// Runs a bundle with the code that V8 compiled for it in an earlier run, which saves most of the time of loading.
import path from 'node:path';
import process from 'node:process';
import v8 from 'node:v8';
import vm from 'node:vm';
import { readSealed, writeSealed } from './cache.mjs';

/** Compiled code is written again after a run that took this much longer: it called functions that the other did not. */
const longer = 1.5;

/** Returns the exports of a bundle. */
export function evaluate({ code, file }, require) {
  // The tag covers V8's version, its flags and the processor: code of another tag would be rejected.
  const codeFile = `${file.slice(0, -'.cjs'.length)}.${v8.cachedDataVersionTag()}.code`;
  const known = readCode(codeFile);
  const script = new vm.Script(code.latin1Slice(), {
    cachedData: known?.data,
    filename: file,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file));
  const isKept = known && !script.cachedDataRejected;
  process.on('exit', () => {
    const seconds = cpuSeconds();
    if (!isKept || seconds > longer * known.seconds) writeCode(codeFile, seconds, script.createCachedData());
  });
  return module.exports;
}

function readCode(file) {
  const content = readSealed(file);
  return content && { data: content.subarray(8), seconds: content.readDoubleLE(0) };
}

function writeCode(file, seconds, data) {
  const header = Buffer.alloc(8);
  header.writeDoubleLE(seconds);
  writeSealed(file, Buffer.concat([header, data]));
}

function cpuSeconds() {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1e6;
}
