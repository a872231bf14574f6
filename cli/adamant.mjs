#!/usr/bin/env -S node --max-semi-space-size=2
// A small nursery for young objects: synthesis keeps most of what it makes, and the larger one costs 30 MB and saves no time.
import process from 'node:process';
import { load, root } from './load.mjs';

process.exitCode = await load('cli/main.ts').main(root, process.argv.slice(2));
