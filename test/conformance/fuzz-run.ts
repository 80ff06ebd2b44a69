import { fuzz } from './fuzz.ts';

/** `node test/conformance/fuzz-run.ts 1000000 [seed]`: random expressions by the grammar, none may throw or hang. */
const runs = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now() % 2_147_483_647);
const BATCH = 50_000;
for (let done = 0; done < runs; done += BATCH) {
  const { slowest, text } = fuzz(Math.min(BATCH, runs - done), seed + done);
  process.stdout.write(
    `${Math.min(runs, done + BATCH)} expressions, slowest ${slowest.toFixed(1)} ms: ${text.slice(0, 200)}\n`,
  );
}
