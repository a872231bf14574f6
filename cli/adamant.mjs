#!/usr/bin/env node
import process from 'node:process';
import { load, root } from './load.mjs';

process.exitCode = await load('cli/main.ts').main(root, process.argv.slice(2));
