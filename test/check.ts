import { checkCode } from './checks.ts';

process.exitCode = (await checkCode()) ? 0 : 1;
