#!/usr/bin/env node
import process from 'node:process';
import { load, root } from './load.mjs';

const { main } = await load('cli/main.ts');
process.exitCode = await main(root, process.argv.slice(2));
